package footfall.reports.recording;

/**
 * What the router sent out, by pool.
 *
 * @param conversations first turns, each of which begins a conversation
 * @param turns sent to each pool
 * @param submittedNanosSums of each pool's turns, modulo 2^64: differences of such sums are exact
 */
public record Submissions(long conversations, long[] turns, long[] submittedNanosSums) {}
