package footfall.scenarios.shoppers;

import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * A kind of shopper and how its conversations go.
 *
 * @param share its part of all shoppers, from 0 to 1
 * @param priority served first where a queue goes by priority: the lower number wins
 * @param turns user turns in a conversation, rounded, at least one
 * @param messageTokens tokens of what the shopper says in a turn
 * @param replyTokens output tokens of a model call
 * @param thinking seconds between a reply and the next turn
 * @param reasoningTokens that a model writes before what the shopper sees; empty for none
 * @param patience seconds a request waits in a queue before the shopper gives it up; empty is for
 *     ever
 * @param balking when a shopper leaves at the sight of a queue; empty for never
 * @param deadlineNanos by when a request should be answered, for queues that go by deadline
 * @param context what a model reads besides the message; empty for the message alone
 * @param languages in which they write; empty if not stated
 * @param intents what they want, turn by turn; empty where all turns are alike
 * @param persistence what they do when a turn is not answered
 * @param slowAnswers what they make of answers that take long
 * @param purchase whether they buy; empty if not stated
 * @param tenant whom they belong to; empty if not stated
 */
public record ShopperClass(
    String name,
    double share,
    int priority,
    Distribution turns,
    Distribution messageTokens,
    Distribution replyTokens,
    Distribution thinking,
    Optional<Distribution> reasoningTokens,
    Optional<Distribution> patience,
    Optional<Balking> balking,
    OptionalLong deadlineNanos,
    Optional<Context> context,
    List<Language> languages,
    Optional<Intents> intents,
    Persistence persistence,
    SlowAnswers slowAnswers,
    Optional<Purchase> purchase,
    Optional<String> tenant) {

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
        && reasoningTokens.isEmpty()
        && languages.isEmpty()
        && intents.isEmpty()
        && persistence.equals(Persistence.NONE)
        && slowAnswers.equals(SlowAnswers.NEVER_MIND)
        && purchase.isEmpty();
  }

  /** The same with another part of all shoppers. */
  public ShopperClass withShare(double other) {
    return copy(other, messageTokens, replyTokens, thinking, patience);
  }

  /** The same saying and thinking something else. */
  public ShopperClass saying(Distribution message, Distribution reply, Distribution pauses) {
    return copy(share, message, reply, pauses, patience);
  }

  /** The same with another patience, where it has any. */
  public ShopperClass withPatience(UnaryOperator<Distribution> change) {
    return copy(share, messageTokens, replyTokens, thinking, patience.map(change));
  }

  private ShopperClass copy(
      double otherShare,
      Distribution message,
      Distribution reply,
      Distribution pauses,
      Optional<Distribution> otherPatience) {
    return new ShopperClass(
        name,
        otherShare,
        priority,
        turns,
        message,
        reply,
        pauses,
        reasoningTokens,
        otherPatience,
        balking,
        deadlineNanos,
        context,
        languages,
        intents,
        persistence,
        slowAnswers,
        purchase,
        tenant);
  }

  /** Whether it waits for as long as it takes. */
  public boolean isPatient() {
    return patience.isEmpty() && balking.isEmpty();
  }

  /** Whether some requests have more tokens than others. */
  public boolean tokensVary() {
    return !(messageTokens instanceof Constant && replyTokens instanceof Constant) || !isPlain();
  }
}
