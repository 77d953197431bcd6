package footfall.reports.recording;

/**
 * What the router sent out.
 *
 * @param conversations begun, by the first request of each
 * @param turns begun, by the first request of each
 * @param requests sent to each pool
 * @param submittedNanosSums of each pool's requests, modulo 2^64: differences of such sums are
 *     exact
 */
public record Submissions(
    long conversations, long turns, long[] requests, long[] submittedNanosSums) {}
