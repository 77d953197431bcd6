package footfall.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SweepResults;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Simulation;
import footfall.simulator.experiments.Sweep;
import footfall.simulator.experiments.SweepJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports judge again, in the page, as the run did. */
class WhatIfInBrowserTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final String COSTS =
      "(() => { const run = JSON.parse(document.getElementById('judgement').textContent);"
          + " return Footfall.judging.costs(run.judgement,"
          + " run.judgement.pools.map((pool) => pool.prices), run.t); })()";

  private static final String VERDICTS =
      "(() => { const run = JSON.parse(document.getElementById('judgement').textContent);"
          + " const costs = Footfall.judging.costs(run.judgement,"
          + " run.judgement.pools.map((pool) => pool.prices), run.t);"
          + " return run.slo.map((slo) => Footfall.judging.judge(slo,"
          + " costs[slo.metric] || { value: slo.actual, ci95: slo.ci95 }, run.judgement)); })()";

  @TempDir private Path folder;

  private Path simulated(String scenario, String... settings) {
    Outcome outcome = outcome(scenario, settings);
    RunFolder run = RunFolder.prepare(folder.resolve("run"));
    run.write(outcome);
    return run.path();
  }

  private static Outcome outcome(String scenario, String... settings) {
    return Simulation.run(
        new ScenarioReader()
            .read(
                Path.of("../scenarios/catalog/" + scenario + ".yaml"),
                Stream.of(settings).map(Setting::parse).toList()),
        "test",
        part -> {});
  }

  /** A replication each, batches of one, an API with quotas, a budget, a queue that never ends. */
  @Tag("full")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "claims/seed1-80-20 pools.slm.workers=10",
        "claims/seed1-hybrid",
        "quota-200k-tpm",
        "vendor-outage",
        "muse-fashion-hinglish"
      })
  void thePageJudgesAsTheRunDid(String scenario) throws Exception {
    for (String replications : List.of("3", "1")) {
      List<String> settings = new ArrayList<>(List.of(scenario.split(" ")));
      String file = settings.remove(0);
      settings.add("replications=" + replications);
      Outcome outcome = outcome(file, settings.toArray(String[]::new));
      RunFolder run = RunFolder.prepare(folder.resolve("run-" + replications));
      run.write(outcome);
      CHROMIUM.look(
          run.path().resolve("report.html").toUri().toString(),
          page -> {
            agreesOnCosts(page, outcome.results().cost());
            agreesOnLatency(page, outcome.results().metrics().get("request_latency"));
            assertThat((List<?>) page.evaluate(VERDICTS))
                .isEqualTo(
                    outcome.results().slo().stream().map(slo -> slo.verdict().name()).toList());
          });
    }
  }

  /** To the width of a class, which is one per cent. */
  private static void agreesOnLatency(Page page, Results.MetricFigures latency) {
    String histogram =
        "(() => { const run = JSON.parse(document.getElementById('judgement').textContent);"
            + " const h = Footfall.judging.histogram(run.judgement.times.request_latency,"
            + " run.judgement.bucketRatio);";
    double p95 =
        ((Number) page.evaluate(histogram + " return Footfall.judging.quantile(h, 0.95); })()"))
            .doubleValue();
    assertThat(p95).isCloseTo(latency.p95(), within(0.011 * latency.p95()));
    double within =
        ((Number)
                page.evaluate(
                    histogram
                        + " return Footfall.judging.partWithin(h, "
                        + latency.p95()
                        + "); })()"))
            .doubleValue();
    assertThat(within).isCloseTo(0.95, within(0.02));
  }

  private static void agreesOnCosts(Page page, Results.CostFigures cost) {
    Map<?, ?> found = (Map<?, ?>) page.evaluate(COSTS);
    agrees(found, "cost_per_conversation", cost.perConversation(), cost, "perConversation");
    agrees(found, "cost_per_month", cost.perMonth(), cost, "perMonth");
    agrees(
        found,
        "cost_per_satisfied_shopper",
        cost.perSatisfiedShopper(),
        cost,
        "perSatisfiedShopper");
  }

  private static void agrees(
      Map<?, ?> found, String name, double value, Results.CostFigures cost, String key) {
    Map<?, ?> figure = (Map<?, ?>) found.get(name);
    List<?> ci95 = (List<?>) figure.get("ci95");
    if (Double.isNaN(value)) {
      assertThat(((Number) figure.get("value")).doubleValue()).isNaN();
      return;
    }
    assertThat(((Number) figure.get("value")).doubleValue()).isCloseTo(value, within(1e-7 * value));
    for (int end = 0; end < 2; end++) {
      double wanted = cost.ci95().get(key)[end];
      assertThat(((Number) ci95.get(end)).doubleValue())
          .as(name)
          .satisfies(
              got -> {
                if (Double.isNaN(wanted)) {
                  assertThat(got).isNaN();
                } else {
                  assertThat(got).isCloseTo(wanted, within(1e-5 * value));
                }
              });
    }
  }

  @Tag("full")
  @Test
  void otherObjectivesGiveOtherVerdicts() throws Exception {
    Path report = simulated("claims/seed1-80-20", "replications=3").resolve("report.html");
    CHROMIUM.lookAtReport(
        report,
        page -> {
          Locator form = page.locator("#what-if-form");
          PlaywrightAssertions.assertThat(form.locator(".answer")).containsText("would hold");
          form.getByLabel("threshold of request_latency p95").fill("2.5");
          PlaywrightAssertions.assertThat(form.locator(".answer.FAIL")).containsText("1 of 3");
          form.getByLabel("threshold of request_latency p95").fill("2.86");
          PlaywrightAssertions.assertThat(form.locator(".answer.UNDECIDED"))
              .containsText("cannot be said");
          form.getByLabel("threshold of request_latency p95").fill("-1");
          PlaywrightAssertions.assertThat(form.getByLabel("threshold of request_latency p95"))
              .hasAttribute("aria-invalid", "true");
          form.getByText("Add objective").click();
          PlaywrightAssertions.assertThat(form.getByLabel("threshold of request_latency p99"))
              .isVisible();
          form.locator("button", new Locator.LocatorOptions().setHasText("As it was run")).click();
          PlaywrightAssertions.assertThat(form.locator(".answer.PASS")).containsText("would hold");
          assertThat(form.getByLabel("threshold of request_latency p99").count()).isZero();
        });
  }

  /** The large model's conversations cost 1e-4 each, so twice that adds what they cost before. */
  @Test
  void otherPricesGiveOtherCosts() throws Exception {
    Path path = simulated("claims/seed1-80-20", "replications=3");
    String was = Files.readString(path.resolve("results.json"));
    CHROMIUM.lookAtReport(
        path.resolve("report.html"),
        page -> {
          Locator form = page.locator("#what-if-form");
          Locator price = form.getByLabel("llm, per conversation");
          String before = form.locator(".answer").textContent();
          price.fill(Double.toString(2 * Double.parseDouble(price.inputValue())));
          PlaywrightAssertions.assertThat(form.locator(".answer")).not().hasText(before);
          Map<?, ?> cost =
              (Map<?, ?>)
                  page.evaluate(
                      "(() => { const run ="
                          + " JSON.parse(document.getElementById('judgement').textContent); const"
                          + " prices = run.judgement.pools.map((pool) => ({...pool.prices}));"
                          + " prices[1].perConversation *= 2; return"
                          + " Footfall.judging.costs(run.judgement, prices, run.t).cost_per_month;"
                          + " })()");
          Results results = read(was);
          double more =
              results.pools().get(1).cost() / results.cost().measuredSeconds() * 730 * 3_600;
          assertThat(((Number) cost.get("value")).doubleValue())
              .isCloseTo(results.cost().perMonth() + more, within(1e-3));
        });
  }

  private static Results read(String json) {
    try {
      return ResultsJson.read(json, Results.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Eleven ratios of one pair; the middle between two of them is judged by both. */
  @Tag("full")
  @Test
  void aSweepIsJudgedBetweenItsPoints() throws Exception {
    Path file = folder.resolve("ratio.yaml");
    Files.writeString(
        file,
        """
        name: ratio
        description: one pair of models
        scenario: %s
        axes:
          - name: ratio
            variants:
              "0": {routing.ratio.slm: 0, routing.ratio.llm: 1}
              "0.5": {routing.ratio.slm: 0.5, routing.ratio.llm: 0.5}
              "1": {routing.ratio.slm: 1, routing.ratio.llm: 0}
        """
            .formatted(Path.of("../scenarios/catalog/claims/seed1-hybrid.yaml").toAbsolutePath()));
    ResolvedExperiment experiment =
        new ExperimentReader().read(file, List.of(Setting.parse("replications=3")));
    SweepResults results;
    try (LocalReplicator replicator = new LocalReplicator(2);
        SweepJournal journal = SweepJournal.open(folder.resolve("journal"), "key")) {
      results = Sweep.run(experiment, journal, "test", replicator, part -> {});
    }
    RunFolder run = RunFolder.prepare(folder.resolve("sweep"));
    run.write(experiment.experiment(), results, false);
    double p95AtNone = results.sweep().points().get(0).slo().get(0).actual();
    double p95AtHalf = results.sweep().points().get(1).slo().get(0).actual();
    CHROMIUM.lookAtReport(
        run.path().resolve("report.html"),
        page -> {
          Locator form = page.locator("#sweep-what-if-form");
          PlaywrightAssertions.assertThat(form.locator(".answer"))
              .containsText("ratio 0 (simulated)");
          form.locator("input[type=range]").fill("0.25");
          PlaywrightAssertions.assertThat(form.locator(".answer"))
              .containsText("not simulated, a mixture of its neighbours");
          double p95 =
              ((Number)
                      page.evaluate(
                          "(() => { const d ="
                              + " JSON.parse(document.getElementById('judgement').textContent);"
                              + " const j = Footfall.judging; const h = (i) =>"
                              + " j.histogram(d.points[i].judgement.times.request_latency,"
                              + " d.points[i].judgement.bucketRatio); return"
                              + " j.quantile(j.mixture(h(0), h(1), 0.5), 0.95); })()"))
                  .doubleValue();
          assertThat(p95)
              .isBetween(
                  0.98 * Math.min(p95AtNone, p95AtHalf), 1.02 * Math.max(p95AtNone, p95AtHalf));
          form.getByLabel("threshold of request_latency p95").fill("0.01");
          PlaywrightAssertions.assertThat(form.locator(".answer.FAIL")).isVisible();
          PlaywrightAssertions.assertThat(form)
              .containsText("No simulated point along this axis holds");
        });
  }
}
