package footfall.scenarios.pools;

/**
 * Circuit breaker of a pool or a vendor (Nygard, "Release It!", 2007). It opens after {@code
 * failures} failures in a row; while it is open nothing is sent. Then it is half-open: one request
 * is sent as a probe, whose success closes it and whose failure opens it again.
 *
 * @param failures in a row that open it
 * @param openNanos how long it stays open before it is tried
 */
public record Circuit(int failures, long openNanos) {}
