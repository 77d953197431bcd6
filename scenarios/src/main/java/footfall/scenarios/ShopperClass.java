package footfall.scenarios;

import footfall.scenarios.distributions.Distribution;
import java.util.Optional;

/**
 * A kind of shopper and how its conversations go.
 *
 * @param share its part of all shoppers, from 0 to 1
 * @param priority served first where a queue goes by priority: the lower number wins
 * @param turns user turns in a conversation, rounded, at least one
 * @param messageTokens input tokens of a turn
 * @param replyTokens output tokens of a turn
 * @param thinking seconds between a reply and the next turn
 * @param patience seconds a turn waits in a queue before the shopper leaves; empty is for ever
 */
public record ShopperClass(
    String name,
    double share,
    int priority,
    Distribution turns,
    Distribution messageTokens,
    Distribution replyTokens,
    Distribution thinking,
    Optional<Distribution> patience) {}
