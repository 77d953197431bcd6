package footfall.actors.shoppers;

import footfall.actors.CommandBehavior;
import footfall.actors.Turn;
import footfall.actors.TurnOutcome.Abandoned;
import footfall.actors.TurnOutcome.Completed;
import footfall.actors.TurnOutcome.Rejected;
import footfall.scenarios.ShopperClass;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One shopper in conversation: says something, waits for the reply, thinks, and says the next
 * thing, until all is said or the service has failed it. Then it leaves its seat to the next
 * shopper, or in a closed population thinks once more and begins anew.
 */
public final class Shopper extends CommandBehavior<Shopper.Command> {
  /** What a shopper may be told: to begin, or how a turn ended. */
  public interface Command {}

  /** Begin the conversation of this shopper now. */
  record Begin(long shopper) implements Command {}

  /** Begin the conversation of this shopper after thinking first. */
  record ThinkThenBegin(long shopper) implements Command {}

  /** Tell the cohort what you are doing. */
  enum StateYourself implements Command {
    INSTANCE
  }

  private final ShopperWorld world;
  private final ActorRef<Command> self;
  private final ActorRef<Cohort.Command> cohort;

  private long shopper;
  private long key;
  private int classIndex;
  private int number;
  private int plannedTurns;
  private long beganNanos;
  private long submitNanos;
  private boolean gone = true;

  private Shopper(
      ActorContext<Command> context, ShopperWorld world, ActorRef<Cohort.Command> cohort) {
    this.world = world;
    this.self = context.getSelf();
    this.cohort = cohort;
  }

  /** A shopper that tells the cohort when its conversation has ended. */
  static Behavior<Command> create(ShopperWorld world, ActorRef<Cohort.Command> cohort) {
    return Behaviors.setup(context -> new Shopper(context, world, cohort));
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof Completed completed) {
      return onCompleted(completed);
    }
    if (command instanceof Begin begin) {
      return onBegin(begin);
    }
    if (command instanceof ThinkThenBegin thinkThenBegin) {
      return onThinkThenBegin(thinkThenBegin);
    }
    if (command instanceof Abandoned) {
      return onConversationEnd();
    }
    if (command instanceof Rejected) {
      return onConversationEnd();
    }
    if (command instanceof StateYourself stateYourself) {
      return onStateYourself(stateYourself);
    }
    return null;
  }

  private Behavior<Command> onBegin(Begin begin) {
    become(begin.shopper());
    submitAfter(0);
    return this;
  }

  private Behavior<Command> onThinkThenBegin(ThinkThenBegin begin) {
    become(begin.shopper());
    thinkThenSubmit();
    return this;
  }

  private Behavior<Command> onCompleted(Completed completed) {
    number++;
    if (number == plannedTurns) {
      return onConversationEnd();
    }
    thinkThenSubmit();
    return this;
  }

  private Behavior<Command> onStateYourself(StateYourself question) {
    boolean submitted = world.clock().nowNanos() >= submitNanos;
    boolean inConversation = !gone && (submitted || number > 0);
    cohort.tell(new Cohort.SeatStated(inConversation, !gone && submitted));
    return this;
  }

  private Behavior<Command> onConversationEnd() {
    if (world.isClosed()) {
      become(shopper + world.population());
      thinkThenSubmit();
    } else {
      gone = true;
      cohort.tell(new Cohort.SeatFree(self));
    }
    return this;
  }

  private void become(long newShopper) {
    shopper = newShopper;
    key = Streams.entity(world.runKey(), shopper);
    classIndex = world.classOf(key);
    number = 0;
    gone = false;
    plannedTurns = Math.max(1, drawCount(shopperClass().turns(), Purpose.TURNS, random()));
  }

  private void thinkThenSubmit() {
    submitAfter(drawNanos(shopperClass().thinking(), Purpose.THINKING, random()));
  }

  /**
   * Makes up the next turn now and lets the clock hand it to the router when the thinking is over:
   * one visit to this actor for each turn instead of two.
   */
  private void submitAfter(long delayNanos) {
    submitNanos = world.clock().nowNanos() + delayNanos;
    if (number == 0) {
      beganNanos = submitNanos;
    }
    Turn turn = nextTurn(shopperClass(), random());
    if (delayNanos == 0) {
      world.router().tell(turn);
    } else {
      world.clock().tellAfter(delayNanos, world.router(), turn);
    }
  }

  private Turn nextTurn(ShopperClass shopperClass, RandomStream random) {
    long patienceNanos =
        shopperClass.patience().isEmpty()
            ? Long.MAX_VALUE
            : drawNanos(shopperClass.patience().get(), Purpose.PATIENCE, random);
    return new Turn(
        shopper,
        number,
        plannedTurns,
        classIndex,
        shopperClass.priority(),
        drawCount(shopperClass.messageTokens(), Purpose.MESSAGE, random),
        drawCount(shopperClass.replyTokens(), Purpose.REPLY, random),
        beganNanos,
        submitNanos,
        patienceNanos,
        key,
        self);
  }

  private ShopperClass shopperClass() {
    return world.classes().get(classIndex);
  }

  private long drawNanos(Distribution distribution, Purpose purpose, RandomStream random) {
    return distribution.sampleNanos(at(distribution, purpose, random));
  }

  private int drawCount(Distribution distribution, Purpose purpose, RandomStream random) {
    return distribution.sampleCount(at(distribution, purpose, random));
  }

  /** A constant needs no stream, and finding one costs more than the constant. */
  private RandomStream at(Distribution distribution, Purpose purpose, RandomStream random) {
    return distribution instanceof Constant
        ? random
        : random.at(Streams.draw(key, purpose, number));
  }

  /** Made afresh each time: a short-lived object is nearer than one that lies with its shopper. */
  private static RandomStream random() {
    return new RandomStream();
  }
}
