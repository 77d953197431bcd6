package footfall.scenarios.pools;

import java.util.Map;
import java.util.TreeMap;

/**
 * How good a model's answers are on average, by measure and by language; a measure that nobody
 * stated is absent, not zero.
 */
public record Quality(Map<String, Double> byMeasure, Map<String, Double> byLanguage) {
  /** Copies the maps, in order of name. */
  public Quality {
    byMeasure = new TreeMap<>(byMeasure);
    byLanguage = new TreeMap<>(byLanguage);
  }
}
