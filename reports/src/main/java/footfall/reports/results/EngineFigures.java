package footfall.reports.results;

/**
 * What the engines of a pool did, means over their time; one engine a worker.
 *
 * @param computing part of the time of its workers that their devices compute
 * @param running sequences that run, all engines together
 * @param waiting requests that wait in the engines, all together
 * @param fits requests of the mean size that run together in one engine at most, by its limit and
 *     its memory
 * @param kvMemory part of the blocks that sequences hold
 * @param steps forward passes per second, all engines together
 * @param tokensRead of prompts per second, computed for the first time
 * @param tokensCached of prompts per second, found in the prefix cache
 * @param tokensRecomputed per second, computed again after preemptions
 * @param tokensWritten of replies per second
 * @param preemptionsPerRequest that was answered
 * @param cacheHits part of the prompt tokens that were found in the cache; NaN where none came
 * @param prefillShare part of the computing time that went into prompts
 * @param capacity what all engines can do, by arithmetic
 */
public record EngineFigures(
    double computing,
    double running,
    double waiting,
    double fits,
    double kvMemory,
    double steps,
    double tokensRead,
    double tokensCached,
    double tokensRecomputed,
    double tokensWritten,
    double preemptionsPerRequest,
    double cacheHits,
    double prefillShare,
    Capacity capacity) {

  /**
   * The closed form of engines that are never out of requests of the mean size.
   *
   * @param requestsPerSecond answered
   * @param promptTokensPerSecond of engines that do nothing but read
   * @param outputTokensPerSecond of engines that do nothing but write
   */
  public record Capacity(
      double requestsPerSecond, double promptTokensPerSecond, double outputTokensPerSecond) {}
}
