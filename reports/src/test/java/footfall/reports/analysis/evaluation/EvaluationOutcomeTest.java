package footfall.reports.analysis.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.evaluation.EvaluationAnalysis.Seen;
import footfall.reports.evaluation.Block;
import footfall.reports.evaluation.EvaluatedConversation;
import footfall.reports.evaluation.EvaluatedTurn;
import footfall.reports.evaluation.ExaminedConversation;
import footfall.reports.evaluation.JudgedPairs;
import footfall.reports.evaluation.UnderLoad;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.measurement.MeasuredRequest.Place;
import footfall.reports.measurement.MeasuredRequest.Timestamps;
import footfall.reports.measurement.MeasuredRequest.Told;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.rendering.tables.EvaluationTable;
import footfall.reports.results.EvaluationFigures.Comparison;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Loaded;
import footfall.reports.results.EvaluationFigures.Quantised;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Better;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Lexicon;
import footfall.scenarios.dialogues.Line;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.EvaluationReader.ResolvedEvaluation;
import footfall.scenarios.retail.Catalog;
import footfall.scenarios.retail.Product;
import footfall.scenarios.retail.Taste;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are right in stated conversations, and what an evaluation says of them. */
class EvaluationOutcomeTest {
  private static final long MILLI = 1_000_000L;
  private static final int CONVERSATIONS = 40;
  private static final Catalog CATALOG = Catalog.of(1, 200);
  private static final Product WANTED = CATALOG.products().get(0);
  private static final ToolCall SEARCH =
      new ToolCall("search", Map.of("item", WANTED.item().key(), "max", (long) WANTED.price()));
  private static final Line ASKS = new Line("I want that", "search", Optional.of(SEARCH));
  private static final Taste TASTE =
      new Taste(
          Optional.of(WANTED.item()),
          Optional.empty(),
          WANTED.color(),
          Lexicon.STYLES.get(0),
          WANTED.price());

  @TempDir private Path folder;

  private ResolvedEvaluation read;

  private PoolSpec pool(int index) {
    return read.resolved().scenario().pools().get(index);
  }

  private void read(String slos) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: examined
            horizon: 10min
            warmUp: none
            arrivals: {poisson: {rate: 1/s}}
            pools:
              full: {slots: 1, service: {time: 1s}, cost: {perWorkerHour: $3.6}, backend: {local: {model: embedded/footfall-small}}}
              eight: {slots: 1, service: {time: 1s}, backend: {local: {model: embedded/footfall-small, precision: int8}}}
              other: {slots: 1, service: {time: 1s}, backend: {local: {model: embedded/footfall-tiny}}}
            routing: {ratio: {full: 0.4, eight: 0.3, other: 0.3}}
            evaluation: {conversations: 40, together: 1, warmUp: 0}
            slos:
            """
                + slos);
    read = new EvaluationReader().read(file, List.of());
  }

  private static EvaluatedConversation conversation(int pool, int number, boolean right) {
    EvaluatedTurn turn =
        right
            ? new EvaluatedTurn(
                ASKS,
                List.of(SEARCH),
                List.of("-"),
                "I recommend " + WANTED.id() + ".",
                EvaluatedTurn.Ending.COMPLETE,
                List.of(WANTED),
                List.of(WANTED))
            : new EvaluatedTurn(
                ASKS,
                List.of(),
                List.of(),
                "Sure!",
                EvaluatedTurn.Ending.COMPLETE,
                List.of(),
                List.of());
    return new EvaluatedConversation(
        pool,
        number,
        number % 2 == 0 ? "english" : "hindi",
        DialogueLanguage.ENGLISH,
        TASTE,
        List.of(turn),
        right ? 1 : 0,
        CATALOG,
        OptionalDouble.empty());
  }

  /** One call a second, answered after {@code millis}, or failed where that is zero. */
  private static MeasuredRequest request(int pool, int number, long millis) {
    long at = number * 1_000 * MILLI;
    boolean answered = millis > 0;
    return new MeasuredRequest(
        new Place(number, 0, 0, 1, 0, 1, 0, -1, -1, -1, true, false, at, at),
        new Timestamps(
            at,
            at,
            answered ? at + millis / 2 * MILLI : -1,
            at + Math.max(1, millis) * MILLI,
            new int[0]),
        answered ? Ending.ANSWERED : new Ending(TurnOutcome.FAILED, Failure.TIMED_OUT, 0, ""),
        new Told("r" + number, pool, 0, 100, 0, 10, 0, -1, -1));
  }

  private Seen seen(int pool, IntPredicate right, long millis, int failed) {
    List<ExaminedConversation> conversations = new ArrayList<>();
    List<MeasuredRequest> requests = new ArrayList<>();
    for (int i = 0; i < CONVERSATIONS; i++) {
      conversations.add(conversation(pool, i, right.test(i)));
      requests.add(request(pool, i, i < failed ? 0 : millis));
    }
    return new Seen(
        pool(pool),
        "in this process",
        conversations,
        List.of(new Block(1, CONVERSATIONS, CONVERSATIONS, requests)),
        1e9,
        pool == 1 ? 1e8 : 4e8,
        80,
        "cpu",
        Optional.empty(),
        "");
  }

  private Results results(Seen... seen) {
    return EvaluationOutcome.of(
            read.resolved(),
            read.evaluation(),
            200,
            List.of(seen),
            JudgedPairs.NONE,
            "test",
            new Results.Wall("", 100, 0))
        .results();
  }

  @Test
  void theBetterModelIsToldFromTheOthers() throws IOException {
    read("  - {metric: tool_selection, op: '>=', threshold: 0.5}\n");
    Results results =
        results(
            seen(0, i -> i % 10 != 0, 200, 0),
            seen(1, i -> i % 10 != 0, 100, 0),
            seen(2, i -> i % 4 == 0, 50, 0));

    assertThat(results.answer())
        .startsWith("full did best: satisfaction ")
        .contains("; better than other by ", "; the same as eight in every conversation")
        .doesNotContain("undecided");
    assertThat(results.slo())
        .extracting(SloVerdict::pool, SloVerdict::verdict)
        .containsExactly(
            tuple("full", Verdict.PASS),
            tuple("eight", Verdict.PASS),
            tuple("other", Verdict.FAIL));
    List<Comparison> satisfaction =
        results.evaluation().comparisons().stream()
            .filter(comparison -> comparison.measure().equals("satisfaction"))
            .toList();
    assertThat(satisfaction)
        .extracting(c -> c.model() + " " + c.verdict() + " " + c.against())
        .containsExactly(
            "eight " + Better.UNDECIDED + " full",
            "other " + Better.WORSE + " full",
            "other " + Better.WORSE + " eight");
    assertThat(results.evaluation().models().get(0).measures().get("tool_selection").value())
        .isCloseTo(0.9, within(1e-9));
    assertThat(results.evaluation().models().get(0).byLanguage()).containsKeys("english", "hindi");
    // One worker at $3.60 an hour, a conversation a second: $1 a thousand.
    assertThat(results.evaluation().models().get(0).costPerThousandConversations())
        .isCloseTo(1, within(1e-9));
    assertThat(results.evaluation().models().get(0).joulesPerConversation()).isEqualTo(2);
  }

  @Test
  void aModelInTwoPrecisionsIsLaidBesideItself() throws IOException {
    read("  - {metric: satisfaction, op: '>=', threshold: 0.1}\n");
    Results results =
        results(
            seen(0, i -> i % 10 != 0, 200, 0),
            seen(1, i -> i % 10 > 1, 100, 0),
            seen(2, i -> i % 2 == 0, 50, 0));
    Quantised quantised = results.evaluation().quantised().get(0);
    assertThat(results.evaluation().quantised()).hasSize(1);
    assertThat(quantised.pool()).isEqualTo("eight");
    assertThat(quantised.against()).isEqualTo("full");
    assertThat(quantised.weights()).isEqualTo(0.25);
    assertThat(quantised.requestLatency()).isCloseTo(0.5, within(1e-3));
    assertThat(quantised.satisfaction().difference()).isNegative();
  }

  /** Of forty conversations thirty go well alone and ten under load; eight calls are refused. */
  @Test
  void whatAModelLosesUnderLoadIsToldShopperByShopper() throws IOException {
    read("  - {metric: satisfaction, op: '>=', threshold: 0.1}\n");
    Seen alone = seen(0, i -> i % 4 != 0, 200, 0);
    Seen busy = seen(0, i -> i % 4 == 1, 900, 8);
    UnderLoad load = new UnderLoad(5, 20, busy.conversations(), busy.requests());
    Results results =
        results(
            new Seen(
                alone.pool(),
                alone.backend(),
                alone.conversations(),
                alone.blocks(),
                alone.residentBytes(),
                alone.weightsBytes(),
                alone.joules(),
                alone.energyOf(),
                Optional.of(load),
                alone.profile()));
    Loaded loaded = results.evaluation().models().get(0).underLoad();
    assertThat(loaded.offered()).isEqualTo(5);
    assertThat(loaded.held()).isEqualTo(CONVERSATIONS / 20.0);
    assertThat(loaded.failures()).isEqualTo(8);
    assertThat(loaded.measures().get("tool_selection").value()).isCloseTo(0.25, within(1e-9));
    Estimate change = loaded.changes().get("tool_selection");
    assertThat(change.value()).isCloseTo(-0.5, within(1e-9));
    assertThat(change.n()).isEqualTo(CONVERSATIONS);
    // Twenty of forty lose one: a standard error of .5 / sqrt(39), times Student's 2.0227.
    assertThat(change.ci95()[1]).isCloseTo(-0.5 + 2.0227 * 0.5 / Math.sqrt(39), within(1e-4));
    assertThat(loaded.requestLatency().p50()).isCloseTo(0.9, within(0.01));
    assertThat(EvaluationTable.render(results.evaluation()))
        .contains(
            "full,under load,tool_selection,0.25,", "full,change under load,tool_selection,-0.5,");
  }

  @Test
  void whatCannotBeToldSaysWhatWouldBeSeen() throws IOException {
    read("  - {metric: satisfaction, op: '>=', threshold: 0.1}\n");
    Results results = results(seen(0, i -> i % 10 != 0, 200, 0), seen(2, i -> i % 10 != 1, 200, 0));
    assertThat(results.answer())
        .contains(" cannot be told from all others", "; undecided against ")
        .contains("40 conversations would show a difference of ");
    assertThat(results(seen(0, i -> true, 200, 0)).answer())
        .startsWith("full was examined: satisfaction 1.000 (0.912 to 1.000), tool selection 100");
  }

  @Test
  void timesAreJudgedForEveryModelByWhatItTook() throws IOException {
    String times =
        """
          - {metric: request_latency, stat: p50, op: <=, threshold: 150ms}
          - {metric: request_latency, stat: p90, op: <=, threshold: 150ms, pool: full}
          - {metric: request_latency, stat: p999, op: <=, threshold: 150ms, pool: full}
          - {metric: time_to_first_token, stat: p75, op: <=, threshold: 150ms, pool: full}
          - {metric: turn_latency, stat: max, op: <=, threshold: 150ms, pool: full}
          - {metric: turn_latency, stat: mean, op: <=, threshold: 150ms, pool: full}
          - {metric: rejection_rate, op: <=, threshold: 0.01}
        """;
    read(times);
    Results results = results(seen(0, i -> true, 200, 0), seen(1, i -> true, 100, 0));
    List<String> told =
        results.slo().stream()
            .map(slo -> slo.pool() + " " + slo.metric() + " " + slo.stat() + " " + slo.verdict())
            .toList();
    assertThat(told)
        .contains(
            "full request_latency p50 FAIL",
            "eight request_latency p50 PASS",
            "full request_latency p999 UNDECIDED", // 40 of them tell nothing of one in a thousand.
            "full time_to_first_token p75 UNDECIDED",
            "full turn_latency mean FAIL")
        .noneMatch(line -> line.contains("rejection_rate"));
  }

  @Test
  void aModelThatDidNotAnswerWasNotExamined() throws IOException {
    read("  - {metric: satisfaction, op: '>=', threshold: 0.1}\n");
    Results results = results(seen(0, i -> true, 200, 4), seen(1, i -> true, 200, 5));
    assertThat(results.checks())
        .filteredOn(check -> check.name().startsWith("calls of "))
        .extracting(check -> check.name() + ": " + check.holds() + ", " + check.detail())
        .containsExactly(
            "calls of full were answered: true, 4 of 40 failed",
            "calls of eight were answered: false, 5 of 40 failed");
  }
}
