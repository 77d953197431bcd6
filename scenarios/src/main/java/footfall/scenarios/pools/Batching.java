package footfall.scenarios.pools;

import footfall.scenarios.distributions.Distribution;
import java.util.Optional;

/**
 * Continuous batching as load-dependent processor sharing: all requests of a batch advance at the
 * same speed, which depends on how many there are.
 *
 * @param tpot seconds for each output token of every request, by how many run together
 * @param prefillSlowdown by what the prefill of a request that runs alone is to be multiplied, by
 *     how many run together
 * @param pace by what the tokens of a reply take longer than that, drawn once for each; its mean is
 *     one
 * @param contention how workers of one machine slow each other; empty where they do not
 */
public record Batching(
    Curve tpot, Curve prefillSlowdown, Distribution pace, Optional<Contention> contention) {

  /**
   * Workers that share a machine: the first so many of the pool do, the next so many, and so on.
   *
   * @param workers of one machine
   * @param tpot by what tokens take longer, by how many requests the other workers of the machine
   *     serve; one where they serve none
   * @param prefill the same of the prefill
   */
  public record Contention(int workers, Curve tpot, Curve prefill) {
    private int others(int together, int workersOfPool) {
      return (Math.min(workers, workersOfPool) - 1) * together;
    }
  }

  /** Seconds for a token where every one of so many workers runs so many together. */
  public double tpotEverywhere(int together, int workers) {
    return tpot.at(together)
        * contention.map(c -> c.tpot().at(c.others(together, workers))).orElse(1.0);
  }

  /** The slowdown of the prefill where every one of so many workers runs so many together. */
  public double prefillSlowdownEverywhere(int together, int workers) {
    return prefillSlowdown.at(together)
        * contention.map(c -> c.prefill().at(c.others(together, workers))).orElse(1.0);
  }

  /** The same with every time multiplied. */
  Batching scaled(double factor) {
    return new Batching(tpot.map(seconds -> seconds * factor), prefillSlowdown, pace, contention);
  }

  /** Whether the speed of a batch depends on its size and nothing else. */
  public boolean isPlain() {
    return pace.squaredCv() == 0 && contention.isEmpty();
  }
}
