package footfall.actors.shoppers;

import footfall.actors.CommandBehavior;
import footfall.actors.Turn;
import footfall.actors.TurnOutcome.Abandoned;
import footfall.actors.TurnOutcome.Completed;
import footfall.actors.TurnOutcome.Rejected;
import footfall.scenarios.ShopperClass;
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
  /** What a shopper may be told: to begin, that it has thought, or how a turn ended. */
  public interface Command {}

  /** Begin the conversation of this shopper now. */
  record Begin(long shopper) implements Command {}

  /** Begin the conversation of this shopper after thinking first. */
  record ThinkThenBegin(long shopper) implements Command {}

  /** Tell the cohort what you are doing. */
  enum StateYourself implements Command {
    INSTANCE
  }

  private enum ThinkingEnded implements Command {
    INSTANCE
  }

  private final ShopperWorld world;
  private final ActorRef<Command> self;
  private final ActorRef<Cohort.Command> cohort;
  private final RandomStream random;

  private long shopper;
  private long key;
  private int classIndex;
  private int number;
  private int plannedTurns;
  private long beganNanos;
  private boolean inConversation;
  private boolean awaitingReply;

  private Shopper(
      ActorContext<Command> context, ShopperWorld world, ActorRef<Cohort.Command> cohort) {
    this.world = world;
    this.self = context.getSelf();
    this.cohort = cohort;
    this.random = new RandomStream();
  }

  /** A shopper that tells the cohort when its conversation has ended. */
  static Behavior<Command> create(ShopperWorld world, ActorRef<Cohort.Command> cohort) {
    return Behaviors.setup(context -> new Shopper(context, world, cohort));
  }

  @Override
  protected Behavior<Command> onCommand(Command command) {
    if (command instanceof Completed completed) {
      return onCompleted(completed);
    }
    if (command instanceof ThinkingEnded thinkingEnded) {
      return onThinkingEnded(thinkingEnded);
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
    submit();
    return this;
  }

  private Behavior<Command> onThinkThenBegin(ThinkThenBegin begin) {
    become(begin.shopper());
    think();
    return this;
  }

  private Behavior<Command> onThinkingEnded(ThinkingEnded ended) {
    submit();
    return this;
  }

  private Behavior<Command> onCompleted(Completed completed) {
    number++;
    if (number < plannedTurns) {
      awaitingReply = false;
      think();
      return this;
    }
    return onConversationEnd();
  }

  private Behavior<Command> onStateYourself(StateYourself question) {
    cohort.tell(new Cohort.SeatStated(inConversation, awaitingReply));
    return this;
  }

  private Behavior<Command> onConversationEnd() {
    inConversation = false;
    awaitingReply = false;
    if (world.isClosed()) {
      become(shopper + world.population());
      think();
    } else {
      cohort.tell(new Cohort.SeatFree(self));
    }
    return this;
  }

  private void become(long newShopper) {
    shopper = newShopper;
    key = Streams.entity(world.runKey(), shopper);
    classIndex = world.classOf(key, random);
    number = 0;
    plannedTurns = (int) Math.max(1, Math.round(draw(shopperClass().turns(), Purpose.TURNS)));
  }

  private void think() {
    double seconds = draw(shopperClass().thinking(), Purpose.THINKING);
    world.clock().tellAfter(Math.round(seconds * 1e9), self, ThinkingEnded.INSTANCE);
  }

  private void submit() {
    long now = world.clock().nowNanos();
    if (number == 0) {
      beganNanos = now;
      inConversation = true;
    }
    awaitingReply = true;
    ShopperClass shopperClass = shopperClass();
    long patienceNanos =
        shopperClass.patience().isEmpty()
            ? Long.MAX_VALUE
            : Math.round(draw(shopperClass.patience().get(), Purpose.PATIENCE) * 1e9);
    world
        .router()
        .tell(
            new Turn(
                shopper,
                number,
                plannedTurns,
                classIndex,
                shopperClass.priority(),
                tokens(shopperClass.messageTokens(), Purpose.MESSAGE),
                tokens(shopperClass.replyTokens(), Purpose.REPLY),
                beganNanos,
                now,
                patienceNanos,
                key,
                self));
  }

  private ShopperClass shopperClass() {
    return world.classes().get(classIndex);
  }

  private int tokens(Distribution distribution, Purpose purpose) {
    return (int) Math.round(draw(distribution, purpose));
  }

  private double draw(Distribution distribution, Purpose purpose) {
    return distribution.sample(random.at(Streams.draw(key, purpose, number)));
  }
}
