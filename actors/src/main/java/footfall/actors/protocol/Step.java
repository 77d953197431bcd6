package footfall.actors.protocol;

import footfall.scenarios.conversations.Conversation;
import footfall.scenarios.conversations.Satisfaction;
import footfall.scenarios.conversations.ShopperLifecycle;
import footfall.scenarios.shoppers.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands in its turn, and what depends on its answer. Plain shoppers, whose turns
 * are one call each, share {@link #ONLY}.
 *
 * @param call number of the model call in its turn, from zero
 * @param plannedCalls how many calls the turn takes if all goes well
 * @param retry how often the shopper has tried this call again before
 * @param givesUp whether the shopper leaves if this request is not answered
 * @param prefix what of the input was read before, and by whom
 * @param sinceTurnNanos from the first request of the turn to this one
 * @param language index in the vocabulary
 * @param intent index in the vocabulary
 * @param reason index in the vocabulary, of why a recommendation is rejected
 * @param returned whether the shopper has come back after a conversation that ended unanswered
 * @param accepts whether the shopper has accepted something once this is answered
 * @param satisfaction sum of that with the answers to earlier turns
 * @param reasoningTokens of the output, before what the shopper sees
 * @param serviceNanos what its service takes, as recorded; {@link #UNKNOWN} where it is not
 * @param exchange what is really said; null in simulation
 */
public record Step(
    int call,
    int plannedCalls,
    int retry,
    boolean givesUp,
    Prefix prefix,
    long sinceTurnNanos,
    int language,
    int intent,
    int reason,
    boolean returned,
    boolean accepts,
    Satisfaction satisfaction,
    int reasoningTokens,
    long serviceNanos,
    @Nullable Exchange exchange) {
  /** Nothing is recorded. */
  public static final long UNKNOWN = -1;

  /** The only call of a turn about which nothing more is known. */
  public static final Step ONLY =
      first(1, Prefix.NONE, Vocabulary.NONE, Vocabulary.NONE, UNKNOWN, null);

  /** A request of a tool, which ends no turn. */
  public static final Step OF_TOOL =
      first(2, Prefix.NONE, Vocabulary.NONE, Vocabulary.NONE, UNKNOWN, null);

  /** A request of a tool in which something is really said. */
  public static Step ofTool(int language, int intent, Exchange exchange) {
    return first(2, Prefix.NONE, language, intent, UNKNOWN, exchange);
  }

  /** The only call of a turn in which something is really said. */
  public static Step said(Prefix prefix, int language, int intent, Exchange exchange) {
    return first(1, prefix, language, intent, UNKNOWN, exchange);
  }

  /** The only call of a turn of a recorded session. */
  public static Step recorded(ShopperLifecycle life) {
    Prefix prefix =
        new Prefix(life.repeatedTokens(), life.lastPool(), life.lastWorker(), 0, life.chain());
    return first(1, prefix, Vocabulary.NONE, Vocabulary.NONE, life.serviceNanos(), null);
  }

  /** The same for the exchange with the next pool, if anything is really said. */
  Step next(Exchange.Part part) {
    return exchange == null
        ? this
        : new Step(
            call,
            plannedCalls,
            retry,
            givesUp,
            prefix,
            sinceTurnNanos,
            language,
            intent,
            reason,
            returned,
            accepts,
            satisfaction,
            reasoningTokens,
            serviceNanos,
            exchange.next(part));
  }

  private static Step first(
      int plannedCalls,
      Prefix prefix,
      int language,
      int intent,
      long serviceNanos,
      @Nullable Exchange exchange) {
    return new Step(
        0,
        plannedCalls,
        0,
        true,
        prefix,
        0,
        language,
        intent,
        Vocabulary.NONE,
        false,
        false,
        Satisfaction.UNKNOWN,
        0,
        serviceNanos,
        exchange);
  }

  /** Where the next call of a conversation stands, which is submitted at this instant. */
  public static Step of(Conversation conversation, long submitNanos) {
    return new Step(
        conversation.call(),
        conversation.plannedCalls(),
        conversation.retry(),
        !conversation.triesAgain(),
        new Prefix(
            conversation.repeatedTokens(),
            conversation.lastPool(),
            conversation.lastWorker(),
            conversation.sharedTokens(),
            conversation.chain()),
        submitNanos - conversation.turnNanos(),
        conversation.languageIndex(),
        conversation.intentIndex(),
        conversation.reasonIndex(),
        conversation.hasReturned(),
        conversation.accepts(),
        conversation.satisfaction(),
        conversation.reasoningTokens(),
        UNKNOWN,
        null);
  }

  /**
   * The start of the input, which the call before has had too.
   *
   * @param tokens how long it is
   * @param pool index of the pool that answered the call before
   * @param worker index of the worker that answered it
   * @param systemTokens at its very start, which all conversations of the class have
   * @param chain number of what follows, the same for all requests of a conversation that go on
   *     from each other; {@link #ALONE} where nothing goes on
   */
  public record Prefix(int tokens, int pool, int worker, int systemTokens, long chain) {
    /** No other request begins alike. */
    public static final long ALONE = -1;

    /** Nothing was read before. */
    public static final Prefix NONE =
        new Prefix(0, Conversation.NOBODY, Conversation.NOBODY, 0, ALONE);

    /** The start of a conversation that nothing is cut off from. */
    public static Prefix of(int tokens, int pool, int worker) {
      return new Prefix(tokens, pool, worker, 0, 0);
    }
  }
}
