package footfall.scenarios.shoppers;

/**
 * A language in which shoppers write.
 *
 * @param share of the shoppers who write in it
 * @param inflation tokens that a text needs, over those of the same text in English
 */
public record Language(String name, double share, double inflation) {}
