package footfall.actors.shoppers;

import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.Route;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.ShopperCommand;
import footfall.actors.protocol.Step;
import footfall.reports.recording.Census.OpenShopper;
import footfall.scenarios.conversations.Conversation;
import footfall.scenarios.conversations.Satisfaction;
import footfall.scenarios.conversations.ShopperLifecycle;
import footfall.scenarios.shoppers.Intents.ToolCalls;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * One shopper in conversation, by its {@link ShopperLifecycle}: sends a request, waits for what
 * comes of it, and sends the next. When its conversation is over it leaves its seat to the next
 * shopper; in a closed population that one begins by thinking.
 */
public final class Shopper extends CommandBehavior<ShopperCommand> {
  /** Begin the conversation of this shopper now. */
  record Begin(long shopper) implements ShopperCommand {}

  /** Begin the conversation of this shopper after thinking first. */
  record ThinkThenBegin(long shopper) implements ShopperCommand {}

  /** Tell the group what you are doing. */
  enum StateYourself implements ShopperCommand {
    INSTANCE
  }

  private final ShopperWorld world;
  private final ActorRef<ShopperCommand> self;
  private final ActorRef<ShopperGroup.Command> group;
  private final ShopperLifecycle life;
  private static final long NOT_OPEN = -1;
  private static final long NOT_YET = Long.MAX_VALUE;

  private long submitNanos;
  private int toolCallsAwaited;

  private Shopper(
      ActorContext<ShopperCommand> context,
      ShopperWorld world,
      ActorRef<ShopperGroup.Command> group) {
    this.world = world;
    this.life = new ShopperLifecycle(world.population());
    this.self = context.getSelf();
    this.group = group;
  }

  /** A shopper that tells the group when its conversation has ended. */
  static Behavior<ShopperCommand> create(ShopperWorld world, ActorRef<ShopperGroup.Command> group) {
    return Behaviors.setup(context -> new Shopper(context, world, group));
  }

  @Override
  protected @Nullable Behavior<ShopperCommand> onCommand(Object command) {
    if (command instanceof RequestOutcome outcome && isOfTool(outcome.request())) {
      return onToolAnswered();
    }
    if (command instanceof Completed completed) {
      return onCompleted(completed);
    }
    if (command instanceof Begin begin) {
      return onBegin(begin);
    }
    if (command instanceof ThinkThenBegin thinkThenBegin) {
      return onThinkThenBegin(thinkThenBegin);
    }
    if (command instanceof RequestOutcome) {
      return onUnanswered();
    }
    if (command instanceof StateYourself) {
      return onStateYourself();
    }
    return null;
  }

  private Behavior<ShopperCommand> onBegin(Begin begin) {
    life.become(begin.shopper());
    submitAfter(0);
    return this;
  }

  private Behavior<ShopperCommand> onThinkThenBegin(ThinkThenBegin begin) {
    life.become(begin.shopper());
    submitAfter(life.thinkingNanos(world.clock().nowNanos()));
    return this;
  }

  private Behavior<ShopperCommand> onCompleted(Completed completed) {
    Satisfaction satisfaction =
        life.isFollowed() ? world.satisfaction().satisfaction(completed) : Satisfaction.UNKNOWN;
    if (life.answered(completed.pool(), completed.worker(), satisfaction)) {
      useTool();
      return this;
    }
    if (life.hasSaidAll() || world.satisfaction().leavesAfter(completed)) {
      return onConversationEnd();
    }
    submitAfter(life.thinkingNanos(world.clock().nowNanos()));
    return this;
  }

  private static boolean isOfTool(Request request) {
    return request.route() != null && request.route().isOfTool();
  }

  /** The next call comes when the tool is done, with whatever it asks of a pool. */
  private void useTool() {
    Conversation conversation = life.followed();
    Optional<ToolCalls> calls = conversation.toolCalls();
    if (calls.isEmpty()) {
      submitAfter(life.toolNanos());
      return;
    }
    toolCallsAwaited = conversation.parallelToolCalls(calls.get());
    submitNanos = NOT_YET;
    for (int i = 0; i < toolCallsAwaited; i++) {
      Request request = toolRequest(conversation, calls.get());
      world.router().tell(new RouterCommand.CallTool(calls.get().pool(), request));
    }
  }

  private Request toolRequest(Conversation conversation, ToolCalls calls) {
    int number = conversation.nextToolCall();
    int outputTokens = conversation.toolOutputTokens(calls, number);
    long now = world.clock().nowNanos();
    return new Request(
        life.shopper(),
        life.turn(),
        life.plannedTurns(),
        life.classIndex(),
        life.priority(),
        conversation.toolInputTokens(calls, number),
        outputTokens,
        life.beganNanos(),
        now,
        Long.MAX_VALUE,
        life.key(),
        Step.OF_TOOL,
        Route.ofTool(number, now, outputTokens, self),
        self);
  }

  /** A tool that fails is done, too: the model has to make do without it. */
  private Behavior<ShopperCommand> onToolAnswered() {
    toolCallsAwaited--;
    if (toolCallsAwaited == 0) {
      submitAfter(life.toolNanos());
    }
    return this;
  }

  private Behavior<ShopperCommand> onUnanswered() {
    if (life.triesAgain()) {
      submitAfter(life.tryAgain());
    } else if (life.comesBack()) {
      submitAfter(life.comeBack());
    } else {
      return onConversationEnd();
    }
    return this;
  }

  private Behavior<ShopperCommand> onStateYourself() {
    long now = world.clock().nowNanos();
    boolean here = !life.isGone();
    Conversation conversation = life.conversation();
    long turnNanos = conversation == null ? submitNanos : conversation.turnNanos();
    boolean talks = here && now >= life.beganNanos();
    group.tell(
        new ShopperGroup.SeatStated(
            talks
                ? new OpenShopper(
                    life.classIndex(),
                    life.beganNanos(),
                    now >= turnNanos ? turnNanos : NOT_OPEN,
                    now >= submitNanos ? submitNanos : NOT_OPEN,
                    toolCallsAwaited)
                : null));
    return this;
  }

  private Behavior<ShopperCommand> onConversationEnd() {
    if (life.end()) {
      submitAfter(life.thinkingNanos(world.clock().nowNanos()));
    } else {
      group.tell(new ShopperGroup.SeatFree(self));
    }
    return this;
  }

  /**
   * Makes up the next request now and lets the clock hand it to the router when the thinking is
   * over: one message to this actor for each turn instead of two.
   */
  private void submitAfter(long delayNanos) {
    submitNanos = world.clock().nowNanos() + delayNanos;
    life.submitted(submitNanos);
    Request request = nextRequest();
    if (delayNanos == 0) {
      world.router().tell(request);
    } else {
      world.clock().tellAfter(delayNanos, world.router(), request);
    }
  }

  private Request nextRequest() {
    int inputTokens = life.inputTokens();
    int outputTokens = life.outputTokens();
    Conversation conversation = life.conversation();
    Step step =
        conversation != null
            ? Step.of(conversation, submitNanos)
            : life.isOfSession() || life.serviceNanos() >= 0 ? Step.recorded(life) : Step.ONLY;
    return new Request(
        life.shopper(),
        life.turn(),
        life.plannedTurns(),
        life.classIndex(),
        life.priority(),
        inputTokens,
        outputTokens,
        life.beganNanos(),
        submitNanos,
        life.patienceNanos(),
        life.key(),
        step,
        null,
        self);
  }
}
