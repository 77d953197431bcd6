package footfall.scenarios.pools;

/**
 * Continuous batching as load-dependent processor sharing: all requests of a batch advance at the
 * same speed, which depends on how many there are.
 *
 * @param tpot seconds for each output token of every request, by how many run together
 * @param prefillSlowdown by what the prefill of a request that runs alone is to be multiplied, by
 *     how many run together
 */
public record Batching(Curve tpot, Curve prefillSlowdown) {}
