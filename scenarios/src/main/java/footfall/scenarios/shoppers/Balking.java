package footfall.scenarios.shoppers;

/**
 * A shopper who would have to wait leaves at once where many wait already: at the pool, or at the
 * worker where each has a queue of its own.
 *
 * @param queue requests waiting from which on some leave
 * @param probability that one does
 */
public record Balking(int queue, double probability) {}
