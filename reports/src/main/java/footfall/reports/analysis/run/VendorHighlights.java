package footfall.reports.analysis.run;

import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.PoolLevels;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quota;
import footfall.scenarios.pools.Quotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands out of the attempts at vendors: how many a request takes, and which quota binds. */
final class VendorHighlights {
  /** Less than this goes without saying. */
  private static final double NOTABLE = 0.001;

  private final Scenario scenario;
  private final Sample whole;
  private final List<String> words = new ArrayList<>();

  private VendorHighlights(Scenario scenario, Samples samples) {
    this.scenario = scenario;
    this.whole = samples.whole();
  }

  /** Sentences on quotas, errors and budgets of API pools; empty where there is nothing to say. */
  public static List<String> of(Scenario scenario, Samples samples) {
    VendorHighlights highlights = new VendorHighlights(scenario, samples);
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      if (highlights.whole.area(pool, PoolLevels::attemptsSent) > 0) {
        highlights.attempts(pool);
      }
    }
    return highlights.words;
  }

  private void attempts(int pool) {
    double sent = whole.area(pool, PoolLevels::attemptsSent);
    double throttled = attempts(pool, Attempt.THROTTLED) / sent;
    double broken = (attempts(pool, Attempt.FAILED) + attempts(pool, Attempt.TIMED_OUT)) / sent;
    double requests = whole.tally(pool).completed() + whole.tally(pool).failed();
    if (throttled + broken > NOTABLE) {
      add(
          "%s takes %.2f attempts a request: %.1f %% of them are throttled (429), %.1f %% fail or"
              + " time out",
          spec(pool).name(), sent / requests, 100 * throttled, 100 * broken);
    }
    if (throttled > NOTABLE) {
      quota(pool);
    }
  }

  /** Which quota binds, and how many conversations it is good for. */
  private void quota(int pool) {
    Quotas quotas = spec(pool).api().orElseThrow().quotas();
    double granted = whole.area(pool, PoolLevels::attemptsSent) - attempts(pool, Attempt.THROTTLED);
    double cached = whole.area(pool, PoolLevels::cachedTokens);
    double input = quotas.counted(whole.area(pool, PoolLevels::inputTokens), cached);
    double output = whole.area(pool, PoolLevels::outputTokens);
    quotas
        .tightest(input / granted, output / granted)
        .ifPresent(
            quota ->
                add(
                    "its quota of %s is %.0f %% used by %.1f completed conversations a minute",
                    quota.words(),
                    100 * quota.unit().of(granted, input, output) / of(quota),
                    whole.window().conversations(ConversationOutcome.COMPLETED)
                        / whole.seconds()
                        * 60));
  }

  /** What it grants in the whole run; of a day, whatever is left of it. */
  private double of(Quota quota) {
    double periods = whole.seconds() / quota.period().seconds();
    if (quota.period() == Quota.Period.DAY) {
      double days = Math.ceil(scenario.horizonSeconds() / quota.period().seconds());
      periods = days * Math.round(whole.seconds() / scenario.horizonSeconds());
    }
    return quota.amount() * periods;
  }

  private double attempts(int pool, Attempt attempt) {
    return whole.area(pool, levels -> levels.attempts(attempt));
  }

  private PoolSpec spec(int pool) {
    return scenario.pools().get(pool);
  }

  private void add(String format, Object... values) {
    words.add(String.format(Locale.ROOT, format, values));
  }
}
