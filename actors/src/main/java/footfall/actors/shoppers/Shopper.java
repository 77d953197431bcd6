package footfall.actors.shoppers;

import footfall.actors.CommandBehavior;
import footfall.actors.Request;
import footfall.actors.RequestOutcome;
import footfall.actors.RequestOutcome.Completed;
import footfall.actors.Step;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Persistence.Return;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.Optional;
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
  /** What a shopper may be told: to begin, or how a request ended. */
  public interface Command {}

  /** Begin the conversation of this shopper now. */
  record Begin(long shopper) implements Command {}

  /** Begin the conversation of this shopper after thinking first. */
  record ThinkThenBegin(long shopper) implements Command {}

  /** Tell the cohort what you are doing. */
  enum StateYourself implements Command {
    INSTANCE
  }

  private static final long NOT_YET = Long.MAX_VALUE;

  private final ShopperWorld world;
  private final ActorRef<Command> self;
  private final ActorRef<Cohort.Command> cohort;
  private final Judge judge;

  private long shopper;
  private long key;
  private int classIndex;
  private int turn;
  private int plannedTurns;
  private long beganNanos;
  private long submitNanos;
  private boolean gone = true;

  /** Null where the shopper is a plain one. */
  private Conversation conversation;

  private Shopper(
      ActorContext<Command> context, ShopperWorld world, ActorRef<Cohort.Command> cohort) {
    this.world = world;
    this.judge = world.judge();
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
    if (command instanceof RequestOutcome unanswered) {
      return onUnanswered(unanswered);
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
    if (conversation != null
        && conversation.answered(
            completed.pool(), completed.worker(), judge.satisfaction(completed))) {
      submitAfter(conversation.toolNanos());
      return this;
    }
    turn++;
    if (turn == plannedTurns || judge.leavesAfter(completed)) {
      return onConversationEnd();
    }
    thinkThenSubmit();
    return this;
  }

  private Behavior<Command> onUnanswered(RequestOutcome unanswered) {
    if (!unanswered.request().step().givesUp()) {
      submitAfter(conversation.pauseBeforeRetryNanos());
    } else if (comesBack()) {
      Return comeBack = shopperClass().persistence().comeBack().orElseThrow();
      RandomStream random = random().at(Streams.draw(key, Purpose.RETURN, 1));
      long pauseNanos = comeBack.pause().sampleNanos(random);
      key = Streams.entity(key, shopper);
      begin(true);
      submitAfter(pauseNanos);
    } else {
      return onConversationEnd();
    }
    return this;
  }

  private boolean comesBack() {
    Optional<Return> comeBack = shopperClass().persistence().comeBack();
    return comeBack.isPresent()
        && random().at(Streams.draw(key, Purpose.RETURN, 0)).nextDouble()
            < comeBack.get().probability();
  }

  private Behavior<Command> onStateYourself(StateYourself question) {
    long now = world.clock().nowNanos();
    boolean inTurn = now >= (conversation == null ? submitNanos : conversation.turnNanos());
    cohort.tell(
        new Cohort.SeatStated(
            !gone && now >= beganNanos, !gone && inTurn, !gone && now >= submitNanos));
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
    gone = false;
    begin(false);
  }

  private void begin(boolean returned) {
    turn = 0;
    plannedTurns = Math.max(1, drawCount(shopperClass().turns(), Purpose.TURNS, random()));
    conversation = null;
    if (!shopperClass().isPlain() || judge.judgesConversations()) {
      conversation =
          new Conversation(shopperClass(), world.vocabulary(), key, plannedTurns, returned);
      plannedTurns = conversation.plannedTurns();
    }
    beganNanos = NOT_YET;
  }

  private void thinkThenSubmit() {
    submitAfter(drawNanos(shopperClass().thinking(), Purpose.THINKING, random()));
  }

  /**
   * Makes up the next request now and lets the clock hand it to the router when the thinking is
   * over: one visit to this actor for each turn instead of two.
   */
  private void submitAfter(long delayNanos) {
    submitNanos = world.clock().nowNanos() + delayNanos;
    if (beganNanos == NOT_YET) {
      beganNanos = submitNanos;
    }
    Request request = nextRequest(shopperClass(), random());
    if (delayNanos == 0) {
      world.router().tell(request);
    } else {
      world.clock().tellAfter(delayNanos, world.router(), request);
    }
  }

  private Request nextRequest(ShopperClass shopperClass, RandomStream random) {
    int inputTokens;
    int outputTokens;
    Step step = Step.ONLY;
    if (world.trace() != null) {
      inputTokens = world.trace().inputTokens((int) shopper);
      outputTokens = world.trace().outputTokens((int) shopper);
    } else if (conversation == null) {
      inputTokens = drawCount(shopperClass.messageTokens(), Purpose.MESSAGE, random);
      outputTokens = drawCount(shopperClass.replyTokens(), Purpose.REPLY, random);
    } else {
      inputTokens = conversation.inputTokens();
      outputTokens = conversation.outputTokens();
    }
    if (conversation != null) {
      step = conversation.step(submitNanos);
    }
    return new Request(
        shopper,
        turn,
        plannedTurns,
        classIndex,
        shopperClass.priority(),
        inputTokens,
        outputTokens,
        beganNanos,
        submitNanos,
        patienceNanos(shopperClass, step, random),
        key,
        step,
        null,
        self);
  }

  private long patienceNanos(ShopperClass shopperClass, Step step, RandomStream random) {
    if (shopperClass.patience().isEmpty()) {
      return Long.MAX_VALUE;
    }
    long draw = Step.drawIndex(turn, step.call(), step.retry());
    return shopperClass
        .patience()
        .get()
        .sampleNanos(random.at(Streams.draw(key, Purpose.PATIENCE, draw)));
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
    return distribution instanceof Constant ? random : random.at(Streams.draw(key, purpose, turn));
  }

  /** Made afresh each time: a short-lived object is nearer than one that lies with its shopper. */
  private static RandomStream random() {
    return new RandomStream();
  }
}
