package footfall.reports.recording;

import footfall.scenarios.shoppers.Vocabulary;

/**
 * What was said in a window of a run, and with what result: languages, intents and reasons of the
 * turns that were answered, and purchases. Sums only; not thread-safe.
 */
public final class ConversationSums {
  private final long[] byLanguage;
  private final long[] byIntent;
  private final long[] byReason;
  private final TokenCounts inputTokens = new TokenCounts();
  private final TokenCounts outputTokens = new TokenCounts();
  private double cachedTokens;
  private long accepted;
  private long purchases;
  private double revenue;
  private long returned;
  private long judged;
  private double satisfaction;
  private long satisfied;

  ConversationSums(Vocabulary vocabulary) {
    byLanguage = new long[vocabulary.languages().size()];
    byIntent = new long[vocabulary.intents().size()];
    byReason = new long[vocabulary.reasons().size()];
  }

  void add(ConversationSums other) {
    add(byLanguage, other.byLanguage);
    add(byIntent, other.byIntent);
    add(byReason, other.byReason);
    addTokens(other);
    accepted += other.accepted;
    purchases += other.purchases;
    revenue += other.revenue;
    returned += other.returned;
    judged += other.judged;
    satisfaction += other.satisfaction;
    satisfied += other.satisfied;
  }

  void addTokens(ConversationSums other) {
    inputTokens.add(other.inputTokens);
    outputTokens.add(other.outputTokens);
    cachedTokens += other.cachedTokens;
  }

  void turnAnswered(RequestFacts last) {
    count(byLanguage, last.language());
    count(byIntent, last.intent());
    count(byReason, last.reason());
  }

  void tokens(int input, int cached, int output) {
    inputTokens.record(input);
    outputTokens.record(output);
    cachedTokens += cached;
  }

  void conversationCompleted(ConversationWorth worth) {
    accepted += worth.accepts() ? 1 : 0;
    purchases += worth.buys() ? 1 : 0;
    revenue += worth.revenue();
    if (!Double.isNaN(worth.satisfaction())) {
      judged++;
      satisfaction += worth.satisfaction();
      satisfied += worth.satisfied() ? 1 : 0;
    }
  }

  void conversationOfReturned() {
    returned++;
  }

  private static void count(long[] counts, int index) {
    if (index != Vocabulary.NONE) {
      counts[index]++;
    }
  }

  private static void add(long[] counts, long[] more) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += more[i];
    }
  }

  /** Turns answered in a language, by its index in the vocabulary. */
  public long inLanguage(int language) {
    return byLanguage[language];
  }

  /** Turns answered with an intent, by its index in the vocabulary. */
  public long withIntent(int intent) {
    return byIntent[intent];
  }

  /** Turns answered that rejected a recommendation for a reason, by its index. */
  public long forReason(int reason) {
    return byReason[reason];
  }

  /** Tokens read by each request that was answered; empty where all are alike. */
  public TokenCounts inputTokens() {
    return inputTokens;
  }

  /** Tokens written for each request that was answered; empty where all are alike. */
  public TokenCounts outputTokens() {
    return outputTokens;
  }

  /** Tokens of repeated context that were found in a cache. */
  public double cachedTokens() {
    return cachedTokens;
  }

  /** Completed conversations in which something was accepted. */
  public long accepted() {
    return accepted;
  }

  /** Completed conversations that ended in a purchase. */
  public long purchases() {
    return purchases;
  }

  /** What the purchases brought, in currency units. */
  public double revenue() {
    return revenue;
  }

  /** Completed conversations whose satisfaction is known. */
  public long judged() {
    return judged;
  }

  /** The sum of their satisfaction. */
  public double satisfaction() {
    return satisfaction;
  }

  /** Of these, those that left the shopper satisfied. */
  public long satisfied() {
    return satisfied;
  }

  /** Conversations that ended, of shoppers who had come back. */
  public long returned() {
    return returned;
  }
}
