package footfall.reports.measurement;

/**
 * What the server's own metrics said of one pool at one instant.
 *
 * @param nanos since the start of the run
 * @param pool index in the scenario
 */
public record ServerSample(long nanos, int pool, double waiting, double inService) {}
