package footfall.scenarios.pools;

/**
 * When a pool or a vendor that fails is left alone for a while (Nygard, "Release It!", 2007): after
 * so many failures in a row the circuit opens and nothing is sent; then one request at a time tries
 * it (half-open), of which a success closes the circuit and a failure opens it again.
 *
 * @param failures in a row that open it
 * @param openNanos how long it stays open before it is tried
 */
public record Circuit(int failures, long openNanos) {}
