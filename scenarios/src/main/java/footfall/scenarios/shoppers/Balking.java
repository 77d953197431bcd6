package footfall.scenarios.shoppers;

/**
 * A shopper who would have to wait leaves at once where many wait already.
 *
 * @param queue requests waiting from which on some leave
 * @param probability that one does
 */
public record Balking(int queue, double probability) {}
