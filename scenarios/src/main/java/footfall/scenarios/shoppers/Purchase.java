package footfall.scenarios.shoppers;

import footfall.scenarios.distributions.Distribution;

/**
 * Whether a shopper buys.
 *
 * @param rate probability that a shopper buys whose conversation is completed and, where the
 *     intents know of acceptance, who has accepted something
 * @param bySatisfaction by what the rate is multiplied, by the conversation's satisfaction
 * @param revenue currency units that a purchase brings
 */
public record Purchase(double rate, Response bySatisfaction, Distribution revenue) {}
