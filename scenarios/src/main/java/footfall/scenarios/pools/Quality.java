package footfall.scenarios.pools;

import footfall.scenarios.distributions.Bernoulli;
import footfall.scenarios.distributions.Beta;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How good a model's answers are, by measure, from 0 to 1; a measure that is not stated is absent,
 * not zero.
 *
 * @param byMeasure whatever the language and intent
 * @param byLanguage what differs from that in a language: language, then measure
 * @param byIntent what differs from that with an intent: intent, then measure
 */
public record Quality(
    Map<String, Distribution> byMeasure,
    Map<String, Map<String, Distribution>> byLanguage,
    Map<String, Map<String, Distribution>> byIntent) {
  /** Copies the maps, in order of name. */
  public Quality {
    byMeasure = new TreeMap<>(byMeasure);
    byLanguage = new TreeMap<>(byLanguage);
    byIntent = new TreeMap<>(byIntent);
  }

  /** Whether anything is stated at all. */
  public boolean isStated() {
    return !byMeasure.isEmpty() || !byLanguage.isEmpty() || !byIntent.isEmpty();
  }

  /** Whether the measure is stated of some answers. */
  public boolean states(String measure) {
    return byMeasure.containsKey(measure)
        || byLanguage.values().stream().anyMatch(figures -> figures.containsKey(measure))
        || byIntent.values().stream().anyMatch(figures -> figures.containsKey(measure));
  }

  /**
   * The measure of answers in a language to an intent. Where both differ from the rule, each moves
   * the mean by its own factor.
   *
   * @param language null for any
   * @param intent null for any
   */
  public Optional<Distribution> of(
      String measure, @Nullable String language, @Nullable String intent) {
    Distribution rule = byMeasure.get(measure);
    Distribution spoken = byLanguage.getOrDefault(String.valueOf(language), Map.of()).get(measure);
    Distribution wanted = byIntent.getOrDefault(String.valueOf(intent), Map.of()).get(measure);
    if (spoken != null && wanted != null && rule != null && rule.mean() > 0) {
      return Optional.of(scaled(spoken, wanted.mean() / rule.mean()));
    }
    return Optional.ofNullable(spoken != null ? spoken : wanted != null ? wanted : rule);
  }

  /** The same distribution with another mean, which stays within 0 and 1. */
  public static Distribution scaled(Distribution figure, double factor) {
    double mean = Math.min(1, figure.mean() * factor);
    if (factor == 1) {
      return figure;
    }
    if (figure instanceof Bernoulli) {
      return new Bernoulli(mean);
    }
    double sd = Math.sqrt(figure.squaredCv()) * mean;
    return figure instanceof Beta && mean < 1 && sd * sd < mean * (1 - mean)
        ? new Beta(mean, sd)
        : new Constant(mean);
  }
}
