package footfall.actors.shoppers;

import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.ShopperCommand;
import footfall.actors.protocol.Step;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.scenarios.conversations.Conversation;
import footfall.scenarios.conversations.ShopperDraws;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.ShopperClass;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One shopper in conversation: says something, waits for the reply, thinks, and says the next
 * thing, until all is said or the service has failed it. Then it leaves its seat to the next
 * shopper, or in a closed population thinks once more and begins anew.
 */
public final class Shopper extends CommandBehavior<ShopperCommand> {
  /** Begin the conversation of this shopper now. */
  record Begin(long shopper) implements ShopperCommand {}

  /** Begin the conversation of this shopper after thinking first. */
  record ThinkThenBegin(long shopper) implements ShopperCommand {}

  /** Tell the cohort what you are doing. */
  enum StateYourself implements ShopperCommand {
    INSTANCE
  }

  private static final long NOT_YET = Long.MAX_VALUE;

  private final ShopperWorld world;
  private final ActorRef<ShopperCommand> self;
  private final ActorRef<ShopperGroup.Command> cohort;
  private final SatisfactionModel judge;

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
      ActorContext<ShopperCommand> context,
      ShopperWorld world,
      ActorRef<ShopperGroup.Command> cohort) {
    this.world = world;
    this.judge = world.judge();
    this.self = context.getSelf();
    this.cohort = cohort;
  }

  /** A shopper that tells the cohort when its conversation has ended. */
  static Behavior<ShopperCommand> create(
      ShopperWorld world, ActorRef<ShopperGroup.Command> cohort) {
    return Behaviors.setup(context -> new Shopper(context, world, cohort));
  }

  @Override
  protected Behavior<ShopperCommand> onCommand(Object command) {
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

  private Behavior<ShopperCommand> onBegin(Begin begin) {
    become(begin.shopper());
    submitAfter(0);
    return this;
  }

  private Behavior<ShopperCommand> onThinkThenBegin(ThinkThenBegin begin) {
    become(begin.shopper());
    thinkThenSubmit();
    return this;
  }

  private Behavior<ShopperCommand> onCompleted(Completed completed) {
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

  private Behavior<ShopperCommand> onUnanswered(RequestOutcome unanswered) {
    if (!unanswered.request().step().givesUp()) {
      submitAfter(conversation.pauseBeforeRetryNanos());
    } else if (ShopperDraws.comesBack(shopperClass(), key)) {
      long pauseNanos = ShopperDraws.pauseBeforeReturnNanos(shopperClass(), key);
      key = ShopperDraws.keyAfterReturn(key, shopper);
      begin(true);
      submitAfter(pauseNanos);
    } else {
      return onConversationEnd();
    }
    return this;
  }

  private Behavior<ShopperCommand> onStateYourself(StateYourself question) {
    long now = world.clock().nowNanos();
    boolean inTurn = now >= (conversation == null ? submitNanos : conversation.turnNanos());
    cohort.tell(
        new ShopperGroup.SeatStated(
            !gone && now >= beganNanos, !gone && inTurn, !gone && now >= submitNanos));
    return this;
  }

  private Behavior<ShopperCommand> onConversationEnd() {
    if (world.isClosed()) {
      become(shopper + world.population());
      thinkThenSubmit();
    } else {
      gone = true;
      cohort.tell(new ShopperGroup.SeatFree(self));
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
    plannedTurns = ShopperDraws.plannedTurns(shopperClass(), key);
    conversation = null;
    if (!shopperClass().isPlain() || judge.judgesConversations()) {
      conversation =
          new Conversation(shopperClass(), world.vocabulary(), key, plannedTurns, returned);
      plannedTurns = conversation.plannedTurns();
    }
    beganNanos = NOT_YET;
  }

  private void thinkThenSubmit() {
    submitAfter(ShopperDraws.thinkingNanos(shopperClass(), key, turn));
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
    Request request = nextRequest(shopperClass());
    if (delayNanos == 0) {
      world.router().tell(request);
    } else {
      world.clock().tellAfter(delayNanos, world.router(), request);
    }
  }

  private Request nextRequest(ShopperClass shopperClass) {
    int inputTokens;
    int outputTokens;
    Step step = Step.ONLY;
    if (world.trace() != null) {
      inputTokens = world.trace().inputTokens((int) shopper);
      outputTokens = world.trace().outputTokens((int) shopper);
    } else if (conversation == null) {
      inputTokens = ShopperDraws.messageTokens(shopperClass, key, turn);
      outputTokens = ShopperDraws.replyTokens(shopperClass, key, turn);
    } else {
      inputTokens = conversation.inputTokens();
      outputTokens = conversation.outputTokens();
    }
    if (conversation != null) {
      step = Step.of(conversation, submitNanos);
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
        ShopperDraws.patienceNanos(shopperClass, key, turn, step.call(), step.retry()),
        key,
        step,
        null,
        self);
  }

  private ShopperClass shopperClass() {
    return world.classes().get(classIndex);
  }
}
