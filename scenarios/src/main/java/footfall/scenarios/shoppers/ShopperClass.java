package footfall.scenarios.shoppers;

import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A kind of shopper and how its conversations go.
 *
 * @param share its part of all shoppers, from 0 to 1
 * @param priority served first where a queue goes by priority: the lower number wins
 * @param turns user turns in a conversation, rounded, at least one
 * @param messageTokens tokens of what the shopper says in a turn
 * @param replyTokens output tokens of a model call
 * @param thinking seconds between a reply and the next turn
 * @param patience seconds a request waits in a queue before the shopper gives it up; empty is for
 *     ever
 * @param deadlineNanos by when a request should be answered, for queues that go by deadline
 * @param context what a model reads besides the message; empty for the message alone
 * @param languages in which they write; empty if not stated
 * @param intents what they want, turn by turn; empty where all turns are alike
 * @param persistence what they do when a turn is not answered
 * @param slowAnswers what they make of answers that take long
 * @param purchase whether they buy; empty if not stated
 */
public record ShopperClass(
    String name,
    double share,
    int priority,
    Distribution turns,
    Distribution messageTokens,
    Distribution replyTokens,
    Distribution thinking,
    Optional<Distribution> patience,
    OptionalLong deadlineNanos,
    Optional<Context> context,
    List<Language> languages,
    Optional<Intents> intents,
    Persistence persistence,
    SlowAnswers slowAnswers,
    Optional<Purchase> purchase) {

  /** Copies the list. */
  public ShopperClass {
    languages = List.copyOf(languages);
  }

  /**
   * Whether every turn is one model call of the message alone, after which a shopper who is not
   * answered leaves: then a request needs to know nothing more of its conversation.
   */
  public boolean isPlain() {
    return context.isEmpty()
        && languages.isEmpty()
        && intents.isEmpty()
        && persistence.equals(Persistence.NONE)
        && slowAnswers.equals(SlowAnswers.NEVER_MIND)
        && purchase.isEmpty();
  }

  /** Whether some requests have more tokens than others. */
  public boolean tokensVary() {
    return !(messageTokens instanceof Constant && replyTokens instanceof Constant) || !isPlain();
  }
}
