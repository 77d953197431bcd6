package footfall.reports.measurement;

/**
 * What a load generator says of itself.
 *
 * @param conversationsMax at once, thinking ones included
 * @param requestsMax under way at once
 * @param connectionsMax open at once
 * @param connectionsAllowed beyond which a request is not sent
 * @param notSent requests that had to wait for a connection
 * @param cpu part of one core that its process used, on average
 * @param cores that it had
 * @param pauseSeconds that it stood still to collect garbage
 * @param machineBusy part of all processors of its machine that was busy; NaN where the target is
 *     on another machine
 */
public record GeneratorHealth(
    long conversationsMax,
    long requestsMax,
    long connectionsMax,
    long connectionsAllowed,
    long notSent,
    double cpu,
    int cores,
    double pauseSeconds,
    double machineBusy) {
  /**
   * Two generators of one load test: connections and requests of both, and the processors of the
   * one that has less of them left.
   */
  public GeneratorHealth beside(GeneratorHealth other) {
    GeneratorHealth busier = cpu / cores >= other.cpu / other.cores ? this : other;
    return new GeneratorHealth(
        conversationsMax + other.conversationsMax,
        requestsMax + other.requestsMax,
        connectionsMax + other.connectionsMax,
        connectionsAllowed + other.connectionsAllowed,
        notSent + other.notSent,
        busier.cpu,
        busier.cores,
        Math.max(pauseSeconds, other.pauseSeconds),
        Math.max(machineBusy, other.machineBusy));
  }
}
