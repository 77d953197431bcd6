package footfall.scenarios.conversations;

import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Persistence.Return;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * What chance decides about a shopper, by its key: the same in simulation and on a real deployment.
 * Stateless.
 */
public final class ShopperDraws {
  private ShopperDraws() {}

  /** Index of the class that the shopper belongs to. */
  public static int classOf(List<ShopperClass> classes, long shopperKey) {
    return partOf(classes.size(), i -> classes.get(i).share(), shopperKey);
  }

  /**
   * Index of the part of all shoppers that the shopper belongs to.
   *
   * @param share of each part; they sum to one
   */
  static int partOf(int parts, IntToDoubleFunction share, long shopperKey) {
    if (parts == 1) {
      return 0;
    }
    double left = stream(shopperKey, Purpose.SHOPPER_CLASS, 0).nextDouble();
    int index = 0;
    while (index < parts - 1 && left >= share.applyAsDouble(index)) {
      left -= share.applyAsDouble(index);
      index++;
    }
    return index;
  }

  /** How many turns its conversation has at most. */
  public static int plannedTurns(ShopperClass shopper, long key) {
    return Math.max(1, count(shopper.turns(), key, Purpose.TURNS, 0));
  }

  /** How long it thinks before a turn. */
  public static long thinkingNanos(ShopperClass shopper, long key, int turn) {
    return nanos(shopper.thinking(), key, Purpose.THINKING, turn);
  }

  /** How long it waits for the start of an answer; {@link Long#MAX_VALUE} means no limit. */
  public static long patienceNanos(ShopperClass shopper, long key, int turn, int call, int retry) {
    Optional<Distribution> patience = shopper.patience();
    return patience.isEmpty()
        ? Long.MAX_VALUE
        : nanos(patience.get(), key, Purpose.PATIENCE, Conversation.drawIndex(turn, call, retry));
  }

  /** Whether it comes back after a conversation that ended unanswered. */
  public static boolean comesBack(ShopperClass shopper, long key) {
    Optional<Return> comeBack = shopper.persistence().comeBack();
    return comeBack.isPresent()
        && stream(key, Purpose.RETURN, 0).nextDouble() < comeBack.get().probability();
  }

  /** How long it stays away before it comes back. */
  public static long pauseBeforeReturnNanos(ShopperClass shopper, long key) {
    return nanos(shopper.persistence().comeBack().orElseThrow().pause(), key, Purpose.RETURN, 1);
  }

  /** The key of its conversation after it has come back. */
  public static long keyAfterReturn(long key, long shopper) {
    return Streams.entity(key, shopper);
  }

  /** Whether it leaves after an answer that took so long, though more was to be said. */
  public static boolean leavesAfter(ShopperClass shopper, long key, int turn, double turnSeconds) {
    return stream(key, Purpose.LEAVING, turn).nextDouble()
        < shopper.slowAnswers().leaving().at(turnSeconds);
  }

  /** Input tokens of a message alone. */
  public static int messageTokens(ShopperClass shopper, long key, int turn) {
    return count(shopper.messageTokens(), key, Purpose.MESSAGE, turn);
  }

  /** Output tokens of the only call of a turn. */
  public static int replyTokens(ShopperClass shopper, long key, int turn) {
    return count(shopper.replyTokens(), key, Purpose.REPLY, turn);
  }

  private static int count(Distribution distribution, long key, Purpose purpose, long index) {
    return distribution.sampleCount(at(distribution, key, purpose, index));
  }

  private static long nanos(Distribution distribution, long key, Purpose purpose, long index) {
    return distribution.sampleNanos(at(distribution, key, purpose, index));
  }

  /** A constant needs no key, and finding one costs more than the constant. */
  private static RandomStream at(Distribution distribution, long key, Purpose purpose, long index) {
    return distribution instanceof Constant ? new RandomStream() : stream(key, purpose, index);
  }

  private static RandomStream stream(long key, Purpose purpose, long index) {
    return new RandomStream().at(Streams.draw(key, purpose, index));
  }
}
