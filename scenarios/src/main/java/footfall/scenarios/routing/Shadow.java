package footfall.scenarios.routing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies of real requests that go to a pool whose answers nobody gets, to find out how often they
 * would have done.
 *
 * @param pool that gets them
 * @param sample part of the requests that other pools have answered
 * @param comparison by which an answer would have done
 * @param quality part of the answers that is to be as good as now
 */
public record Shadow(String pool, double sample, Comparison comparison, double quality) {
  /** Pools that have requests which no client has made. */
  public Set<String> pools() {
    Set<String> pools = new LinkedHashSet<>(List.of(pool));
    if (comparison instanceof Similarity similarity) {
      pools.add(similarity.pool());
    } else if (comparison instanceof Judge judge) {
      pools.add(judge.pool());
    }
    return pools;
  }

  /** What tells whether an answer would have done in place of the one that was given. */
  public sealed interface Comparison {}

  /**
   * It would where it keeps to rules.
   *
   * @param sameTools whether it must call the tools that the other one calls, with the same
   *     arguments
   */
  public record Rules(boolean sameTools, ConfidenceMeasure.Rules words) implements Comparison {}

  /**
   * It would where an encoder finds both alike.
   *
   * @param pool of the encoder
   * @param atLeast the cosine of their vectors
   */
  public record Similarity(String pool, double atLeast) implements Comparison {}

  /**
   * It would where a model grades it so high, as it sees both.
   *
   * @param pool of the model
   * @param atLeast the grade, from 0 to 1
   */
  public record Judge(String pool, double atLeast) implements Comparison {}
}
