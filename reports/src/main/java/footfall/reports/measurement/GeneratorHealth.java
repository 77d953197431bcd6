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
 */
public record GeneratorHealth(
    long conversationsMax,
    long requestsMax,
    long connectionsMax,
    long connectionsAllowed,
    long notSent,
    double cpu,
    int cores,
    double pauseSeconds) {}
