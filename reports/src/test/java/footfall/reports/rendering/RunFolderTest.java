package footfall.reports.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.reports.SmallShop;
import footfall.reports.SmallShop.World;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Twins;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.RunMode;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Every file of a run folder, of runs that go well and of runs that do not. */
class RunFolderTest {
  private static final String SHOP =
      """
      name: shop
      seed: 3
      horizon: 30min
      warmUp: 3min
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 100, replyTokens: 30, purchase: {rate: 0.2, revenue: 40}}}
      pools:
        slm:
          workers: 1
          queue: {capacity: 10}
          service: {time: {exponential: {mean: 500ms}}}
          cost: {perWorkerHour: $1}
          power: {idle: 40W, busy: 120W}
          quality: {satisfaction: 0.7}
        llm:
          kind: llm
          slots: 40
          service: {time: 800ms}
          cost: {perMillionInputTokens: $1, perMillionOutputTokens: $4}
          api: {requestsPerMinute: 600}
          quality: {satisfaction: 0.9}
      routing: {ratio: {slm: 0.75, llm: 0.25}}
      slos:
        - {metric: request_latency, stat: p95, op: <=, threshold: %s}
        - {metric: satisfaction, op: ">=", threshold: 0.74}
        - {metric: completion_rate, op: ">=", threshold: 0.93}
      """;

  @TempDir private Path folder;

  private static Outcome outcome(String threshold, World world, int replications) {
    ResolvedScenario shop = SmallShop.read(SHOP.formatted(threshold));
    List<ReplicationRecord> records = SmallShop.run(shop.scenario(), world, replications);
    return Analysis.of(
        shop, records, Twins.NONE, RunMode.SIMULATE, "test", new Results.Wall("", 0, 0));
  }

  private static World world() {
    return new World().shares(0.75, 0.25).service(0.5, 0.8).patience(20).buying(0.2);
  }

  private Path written(Outcome outcome) {
    RunFolder run = RunFolder.prepare(folder.resolve("run"));
    run.write(outcome);
    return run.path();
  }

  private static Document junit(Path run) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(run.resolve("junit.xml").toFile());
  }

  @Test
  void junitCountsWhatFailsAndNamesEveryObjective() throws Exception {
    Outcome outcome = outcome("100ms", world().failing(0.05), 8);
    Element suite = junit(written(outcome)).getDocumentElement();
    List<SloVerdict> slos = outcome.results().slo();
    assertThat(slos).extracting(SloVerdict::verdict).contains(Verdict.FAIL);
    long failing = slos.stream().filter(s -> s.verdict() == Verdict.FAIL).count();
    long open = slos.stream().filter(s -> s.verdict() == Verdict.UNDECIDED).count();

    assertThat(suite.getAttribute("name")).isEqualTo("footfall.shop");
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo(Long.toString(failing));
    assertThat(suite.getAttribute("skipped")).isEqualTo(Long.toString(open));
    assertThat(suite.getAttribute("errors")).isEqualTo("0");
    assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo((int) failing);
    Element first = (Element) suite.getElementsByTagName("testcase").item(0);
    assertThat(first.getAttribute("name")).isEqualTo("request_latency p95 <= 100 ms");
    Element failure = (Element) first.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).startsWith("actual ").contains(", 95 % interval ");
  }

  @Test
  void aBrokenLawIsAnErrorOfTheSuite() throws Exception {
    Outcome outcome = outcome("10s", world(), 3);
    Results broken =
        ResultsJson.read(
            ResultsJson.render(outcome.results())
                .replaceFirst("\"holds\" : true", "\"holds\" : false"),
            Results.class);
    Element suite = junit(written(outcome.with(broken))).getDocumentElement();
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getAttribute("tests")).isEqualTo("4");
    assertThat(suite.getElementsByTagName("error").getLength()).isEqualTo(1);
  }

  @Test
  void theFolderIsCompleteAndTheReportCanBeDrawnAgain() throws Exception {
    Outcome outcome = outcome("6s", world(), 5);
    Path run = written(outcome);
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "evidence.json",
              "junit.xml",
              "report.html",
              "requests.jsonl.gz",
              "results.json",
              "scenario.resolved.yaml",
              "summary.csv",
              "timeseries.csv");
    }
    String report = Files.readString(run.resolve("report.html"));
    assertThat(report).contains(outcome.results().answer().replace("<", "&lt;"));
    Files.delete(run.resolve("report.html"));
    assertThat(Files.readString(FinishedRun.in(run).drawReport())).isEqualTo(report);
  }

  @Test
  void theTablesHaveTheFiguresOfTheResults() throws Exception {
    Outcome outcome = outcome("6s", world(), 5);
    Path run = written(outcome);
    List<String> summary = Files.readAllLines(run.resolve("summary.csv"));
    int columns = summary.get(0).split(",").length;
    assertThat(summary.size()).isGreaterThan(5);
    assertThat(summary).allMatch(line -> line.split(",", -1).length == columns);
    String latency =
        summary.stream()
            .filter(l -> l.startsWith("request_latency,mean,"))
            .findFirst()
            .orElseThrow();
    String mean = Double.toString(outcome.results().metrics().get("request_latency").mean());
    assertThat(latency).contains(mean.substring(0, 5));

    List<String> series = Files.readAllLines(run.resolve("timeseries.csv"));
    assertThat(series.size()).isGreaterThan(100);
    int width = series.get(0).split(",").length;
    assertThat(series).allMatch(line -> line.split(",", -1).length == width);

    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(run.resolve("requests.jsonl.gz")))) {
      List<String> requests = new String(in.readAllBytes()).lines().toList();
      assertThat(requests.size()).isGreaterThan(500);
      Map<?, ?> request = new ObjectMapper().readValue(requests.get(0), Map.class);
      assertThat(request.get("pool")).isIn("slm", "llm");
      assertThat(request.get("outcome")).isIn("completed", "abandoned", "rejected");
    }
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws Exception {
    Outcome outcome = outcome("6s", world(), 3);
    Path run = written(outcome);
    Results read = ResultsJson.read(Files.readString(run.resolve("results.json")), Results.class);
    assertThat(ResultsJson.render(read)).isEqualTo(ResultsJson.render(outcome.results()));
    assertThat(read.cost().perConversation())
        .isCloseTo(outcome.results().cost().perConversation(), within(1e-12));
  }

  @Test
  void anotherFolderIsNotReplaced() throws IOException {
    Path precious = Files.createDirectory(folder.resolve("run"));
    Files.writeString(precious.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> RunFolder.prepare(precious))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("exists and is not a run of Footfall");
    assertThat(precious.resolve("mine.txt")).hasContent("mine");
  }

  @Test
  void whatIsDiscardedLeavesNothing() throws IOException {
    RunFolder run = RunFolder.prepare(folder.resolve("run"));
    run.discard();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
