package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.acceptance.PublishedSchema;
import footfall.reports.results.IncidentFigures;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Incidents played on a staging gateway in a process of its own, and in simulation. */
@Isolated
class IncidentRehearsalTest {
  private static final String SCENARIO =
      """
      name: shop
      replications: 1
      horizon: 40s
      warmUp: 2s
      arrivals: {poisson: {rate: 3/s}}
      shoppers:
        all: {turns: 2, messageTokens: 20, replyTokens: 20, thinking: 500ms, patience: 15s}
      pools:
        slm:
          workers: 2
          slots: 3
          service: {time: {exponential: {mean: 300ms}}}
          cost: {perWorkerHour: 1}
          outages: [{from: 22s, to: 27s, workers: 2}]
        llm:
          kind: llm
          slots: 64
          service: {time: {exponential: {mean: 300ms}}}
          cost: {perMillionInputTokens: 2, perMillionOutputTokens: 8}
          api:
            retries: {max: 1, base: 100ms, cap: 1s}
            outages: [{from: 6s, to: 12s}]
      routing: {ratio: {slm: 0.5, llm: 0.5}}
      """;

  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void begin() throws IOException {
    processes = new Processes(folder);
    Files.writeString(folder.resolve("shop.yaml"), SCENARIO);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private int run(String name, String... arguments) throws IOException, InterruptedException {
    return Processes.codeOf(processes.footfall(name, List.of(arguments)), 3);
  }

  private String serve(String name, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("serve", "shop.yaml", "--port", "0", "--out", "served-" + name));
    arguments.addAll(List.of(more));
    return processes.awaitServed(processes.footfall(name, arguments), name);
  }

  private IncidentFigures rehearsed(String run) throws IOException {
    Results results = ResultsJson.read(processes.said(run + "/results.json"), Results.class);
    return results.load().incidents();
  }

  @Tag("full")
  @Test
  void aGatewayThatIsAsSimulatedPassesAndASlowOneDoesNot() throws Exception {
    String url = serve("alike", "--staging");
    int code = run("alike-run", "rehearse", "shop.yaml", "--against", url, "--out", "alike-out");

    IncidentFigures alike = rehearsed("alike-out");
    assertThat(code).as(processes.said("alike-run.out")).isIn(0, 4); // A busy machine is late.
    assertThat(alike.incidents())
        .extracting(IncidentFigures.Played::kind)
        .containsExactly("vendor outage", "loss of workers");
    assertThat(alike.hasWorse()).as(processes.said("alike-run.out")).isFalse();
    assertThat(alike.rows().get(0).measured()).isBetween(4.0, 8.0);
    assertThat(alike.rows().get(1).measured()).isBetween(2.0, 9.0);
    assertThat(alike.rows().get(2).measured()).isGreaterThan(5);
    PublishedSchema.isKept("results", folder.resolve("alike-out"));
    assertThat(processes.said("alike-out/report.html")).contains("Incidents", "as simulated");

    String slower = serve("slower", "--staging", "--slow", "slm=7");
    assertThat(
            run(
                "slower-run",
                "rehearse",
                "shop.yaml",
                "--against",
                slower,
                "--timeout",
                "30s",
                "--recover-within",
                "10s",
                "--out",
                "slower-out"))
        .as(processes.said("slower-run.out"))
        .isIn(2, 4);
    assertThat(rehearsed("slower-out").hasWorse()).isTrue();
    assertThat(rehearsed("slower-out").isRecoveredLaterThan(10)).isTrue();
  }

  @Test
  void whatCannotBeRehearsedIsSaidInOneLine() throws Exception {
    String url = serve("production");
    assertThat(run("none", "rehearse", "shop.yaml", "--against", url)).isEqualTo(1);
    assertThat(processes.said("none.err"))
        .contains("is no staging gateway")
        .contains("footfall serve SCENARIO --staging");

    String breakable = serve("breakable", "--allow-break");
    assertThat(run("own", "rehearse", "shop.yaml", "--against", breakable)).isEqualTo(1);
    assertThat(processes.said("own.err")).contains("by the gateway's own clock");

    String[] without = {"--set", "pools.slm.outages=[]", "--set", "pools.llm.api.outages=[]"};
    assertThat(
            run(
                "calm",
                "rehearse",
                "shop.yaml",
                "--against",
                url,
                without[0],
                without[1],
                without[2],
                without[3]))
        .isEqualTo(1);
    assertThat(processes.said("calm.err")).contains("has no incident before its horizon");
  }
}
