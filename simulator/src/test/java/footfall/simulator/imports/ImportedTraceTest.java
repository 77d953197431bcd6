package footfall.simulator.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.tables.RequestLog;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.pools.Service;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.traces.TraceReader;
import footfall.simulator.experiments.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trace of known making is fitted by. */
class ImportedTraceTest {
  @TempDir private Path folder;

  private Scenario fitted(Trace trace) throws IOException {
    String yaml = new ImportedTrace(trace).scenario("my.csv");
    return new ScenarioReader()
        .read(Files.writeString(folder.resolve("fitted.yaml"), yaml), List.of())
        .scenario();
  }

  /** Poisson conversations, 2/s, of four turns 10 s apart, 100 tokens longer each. */
  private Trace conversations() throws IOException {
    Random random = new Random(7);
    record Turn(double at, int session, int input) {}
    List<Turn> turns = new java.util.ArrayList<>();
    double at = 0;
    for (int session = 0; session < 5_000; session++) {
      at += -Math.log(1 - random.nextDouble()) / 2;
      for (int turn = 0; turn < 4; turn++) {
        turns.add(new Turn(at + 10 * turn, session, 60 + 100 * turn));
      }
    }
    turns.sort(java.util.Comparator.comparingDouble(Turn::at));
    StringBuilder text = new StringBuilder("time,session_id,input_tokens,output_tokens\n");
    turns.forEach(t -> text.append(t.at() + "," + t.session() + "," + t.input() + ",40\n"));
    return TraceReader.read(Files.writeString(folder.resolve("t.csv"), text));
  }

  @Test
  void conversationsAreFoundAgain() throws IOException {
    Trace trace = conversations();
    Scenario scenario = fitted(trace);
    ShopperClass shopper = scenario.shoppers().get(0);

    assertThat(scenario.name()).isEqualTo("my");
    assertThat(((Renewal) scenario.arrivals()).ratePerSecond()).isCloseTo(2, withinPercentage(5));
    assertThat(shopper.turns().mean()).isEqualTo(4);
    assertThat(shopper.thinking().mean()).isCloseTo(10, withinPercentage(0.1));
    assertThat(shopper.messageTokens().mean()).isEqualTo(60);
    assertThat(shopper.replyTokens().mean()).isEqualTo(40);
    assertThat(shopper.context()).hasValueSatisfying(c -> assertThat(c.history()).isTrue());
  }

  /** Half of the messages have 10 tokens and half have 1,000: no log-normal distribution does. */
  @Test
  void whatIsNotLogNormalIsTakenAsItIs() throws IOException {
    StringBuilder text = new StringBuilder("time,input_tokens,output_tokens\n");
    for (int i = 0; i < 1_000; i++) {
      text.append(i + "," + (i % 2 == 0 ? 10 : 1_000) + ",40\n");
    }
    Trace trace = TraceReader.read(Files.writeString(folder.resolve("t.csv"), text));
    ShopperClass shopper = fitted(trace).shoppers().get(0);

    assertThat(shopper.messageTokens().mean()).isCloseTo(505, withinPercentage(1));
    StringWriter report = new StringWriter();
    new ImportedTrace(trace).report(new PrintWriter(report, true));
    assertThat(report.toString())
        .contains("note: its timestamps are taken as seconds")
        .containsPattern("input tokens, p90 +1000 +1000")
        .doesNotContainPattern("tokens, .* off");
  }

  @Test
  void oneConversationHasNoRate() throws IOException {
    Trace trace =
        TraceReader.read(
            Files.writeString(
                folder.resolve("t.csv"),
                "time,session_id,input_tokens,output_tokens\n1,a,5,5\n2,a,6,7\n"));

    assertThatThrownBy(() -> new ImportedTrace(trace))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds 1 conversations that begin at one instant");
  }

  /** All requests of a run, written down, have its parameters within their 95 % intervals. */
  @Test
  void aRunsOwnRequestsGiveItsScenarioBack() throws IOException {
    ResolvedScenario stated =
        new ScenarioReader()
            .read(
                Files.writeString(
                    folder.resolve("own.yaml"),
                    """
                    name: own
                    horizon: 4h
                    seed: 3
                    requests: all
                    arrivals: {poisson: {rate: 0.5/s}}
                    shoppers:
                      chatty:
                        share: 0.7
                        turns: {lognormal: {mean: 4, sd: 2, min: 1, max: 15}}
                        messageTokens: {lognormal: {mean: 60, sd: 40, max: 2000}}
                        replyTokens: {exponential: {mean: 120}}
                        thinking: {exponential: {mean: 40s}}
                        context: {history: true, system: 200}
                      hasty: {share: 0.3, messageTokens: 50, replyTokens: 20}
                    pools:
                      slm: {workers: 20, slots: 4, service: {time: 200ms, perOutputToken: 10ms}}
                    routing: {ratio: {slm: 1}}
                    """),
                List.of());
    Outcome outcome = Simulation.run(stated, "test", part -> {});
    Path log = Files.write(folder.resolve("requests.jsonl.gz"), RequestLog.render(outcome));

    Scenario found = fitted(TraceReader.read(log));

    ShopperClass chatty = found.shoppers().get(0);
    double conversations = 0.5 * 4 * 3_600;
    double turns = 4 * 0.7 * conversations;
    assertThat(((Renewal) found.arrivals()).ratePerSecond())
        .isCloseTo(0.5, within(1.96 * 0.5 / Math.sqrt(conversations)));
    assertThat(chatty.share()).isCloseTo(0.7, within(1.96 * Math.sqrt(0.7 * 0.3 / conversations)));
    assertThat(chatty.turns().mean())
        .isCloseTo(4, within(1.96 * 2 / Math.sqrt(0.7 * conversations) + 0.02)); // whole turns
    assertThat(chatty.thinking().mean()).isCloseTo(40, within(1.96 * 40 / Math.sqrt(turns)));
    assertThat(chatty.messageTokens().mean()).isCloseTo(60, within(1.96 * 40 / Math.sqrt(turns)));
    assertThat(chatty.replyTokens().mean()).isCloseTo(120, within(1.96 * 120 / Math.sqrt(turns)));
    assertThat(chatty.context().orElseThrow().systemTokens()).isBetween(196, 204);
    assertThat(found.shoppers().get(1).messageTokens().mean()).isEqualTo(50);
    Service service = found.pools().get(0).service();
    assertThat(service.time().mean()).isCloseTo(0.2, within(0.001));
    assertThat(service.secondsPerOutputToken().mean()).isCloseTo(0.01, within(1e-5));
  }
}
