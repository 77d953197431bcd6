package footfall.reports.analysis.verdicts;

import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.WarmUp;
import footfall.scenarios.reading.WorkloadEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells before a run which objectives it cannot decide, for want of requests. Stateless. */
public final class SampleSizes {
  private static final double CONFIDENCE = 0.95;
  private static final double NANOS_PER_MINUTE = 60e9;

  private SampleSizes() {}

  /**
   * The objectives that will stay undecided, each in a sentence.
   *
   * @param runs of the scenario, all together: its replications, or one for a load test
   */
  public static List<String> tooFew(Scenario scenario, int runs) {
    double warmUp = scenario.warmUp() instanceof WarmUp.Fixed fixed ? fixed.nanos() : 0;
    double measured = Math.max(0, 1 - warmUp / scenario.horizonNanos());
    double requests =
        WorkloadEstimate.of(scenario).requests() / scenario.replications() * runs * measured;
    List<String> sentences = new ArrayList<>();
    for (Slo slo : scenario.slos()) {
      boolean isOfRequests = slo.figure().isTime() && slo.figure().selection().isPresent();
      long needed = SloJudge.samplesNeeded(slo.stat(), CONFIDENCE);
      if (isOfRequests && slo.stat().startsWith("p") && requests < needed) {
        double minutes = scenario.horizonNanos() / NANOS_PER_MINUTE;
        sentences.add(
            String.format(
                Locale.ROOT,
                "%s needs at least %,d requests to be decided, and about %,.0f are expected: it takes"
                    + " a horizon of some %.0f min",
                slo.figure(),
                needed,
                requests,
                Math.ceil(minutes * ((1 - measured) + measured * needed / Math.max(1, requests)))));
      }
    }
    return sentences;
  }
}
