package footfall.serving.shadow;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.Route;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.Step;
import footfall.scenarios.routing.Shadow;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.PlayedTokenStream;
import footfall.serving.exchange.Prompt;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Sends copies of requests that were answered to another pool, and has both answers compared. The
 * texts are forgotten then.
 */
public final class ShadowTraffic extends AbstractBehavior<ShadowTraffic.Command> {
  /** What was answered, or what became of a copy. */
  public sealed interface Command {}

  /**
   * A request was answered.
   *
   * @param heard what was said; null where it is not to be copied
   */
  record Answered(Prompt prompt, @Nullable Overheard heard, Completed completed)
      implements Command {}

  private record Ended(RequestOutcome outcome) implements Command {}

  /** A request that was copied, until both answers are compared. */
  private record Trial(
      Prompt prompt,
      Completed completed,
      Overheard given,
      @Nullable Overheard copy,
      Overheard said) {}

  /** Whom it works with. */
  public record Surroundings(
      ActorRef<RouterCommand> router, List<String> pools, PlayedTokenStream.Stage stage) {}

  private final Shadow shadow;
  private final AnswerComparison comparison;
  private final Surroundings surroundings;
  private final ShadowRecord record;
  private final ActorRef<RequestOutcome> outcomes;
  private final Map<Exchange, Trial> trials = new IdentityHashMap<>();
  private int number;

  private ShadowTraffic(
      ActorContext<Command> context,
      Shadow shadow,
      Surroundings surroundings,
      ShadowRecord record) {
    super(context);
    this.shadow = shadow;
    this.comparison = new AnswerComparison(shadow.comparison());
    this.surroundings = surroundings;
    this.record = record;
    this.outcomes = context.messageAdapter(RequestOutcome.class, Ended::new);
  }

  /**
   * One that has copied nothing yet.
   *
   * @param record told what comes of it
   */
  public static Behavior<Command> create(
      Shadow shadow, Surroundings surroundings, ShadowRecord record) {
    return Behaviors.setup(context -> new ShadowTraffic(context, shadow, surroundings, record));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Ended.class, this::onEnded)
        .build();
  }

  private Behavior<Command> onAnswered(Answered answered) {
    Completed completed = answered.completed();
    boolean byOthers = !surroundings.pools().get(completed.pool()).equals(shadow.pool());
    boolean copies = answered.heard() != null && byOthers;
    record.answered(completed, byOthers, copies);
    if (copies) {
      Overheard copy = new Overheard();
      Trial trial = new Trial(answered.prompt(), completed, answered.heard(), null, copy);
      send(trial, answered.prompt(), shadow.pool(), completed.request().inputTokens());
    }
    return this;
  }

  private void send(Trial trial, Prompt prompt, String pool, int inputTokens) {
    LiveExchange exchange =
        new LiveExchange(
            prompt,
            surroundings.pools().indexOf(pool),
            Exchange.Place.ONLY,
            trial.said(),
            surroundings.stage());
    trials.put(exchange, trial);
    Request of = trial.completed().request();
    long now = surroundings.stage().clock().nowNanos();
    int outputTokens = trial.copy() == null ? Math.max(1, of.outputTokens()) : 1;
    Request request =
        new Request(
            of.shopper(),
            0,
            1,
            of.shopperClass(),
            of.priority(),
            inputTokens,
            outputTokens,
            now,
            now,
            Long.MAX_VALUE,
            of.shopperKey(),
            Step.ofTool(of.language(), of.intent(), exchange),
            Route.ofTool(number++, now, outputTokens, outcomes),
            outcomes);
    surroundings.router().tell(new RouterCommand.CallTool(pool, request));
  }

  private Behavior<Command> onEnded(Ended ended) {
    RequestOutcome outcome = ended.outcome();
    LiveExchange exchange = (LiveExchange) outcome.request().step().exchange();
    Trial trial = trials.remove(exchange);
    exchange.ended(outcome);
    if (trial.copy() != null) {
      Optional<Boolean> does =
          outcome instanceof Completed ? comparison.does(trial.said()) : Optional.empty();
      told(trial, trial.copy(), does);
    } else if (outcome instanceof Completed copied) {
      record.copied(copied);
      compare(trial, copied);
    } else {
      record.failed(); // An answer that does not come does not do.
      told(trial, trial.said(), Optional.of(false));
    }
    return this;
  }

  private void told(Trial trial, Overheard copy, Optional<Boolean> does) {
    record.said(trial.prompt().lastSaid(), trial.given().whole(), copy.whole(), does);
    record.compared(trial.completed(), does);
  }

  private void compare(Trial trial, Completed copied) {
    Optional<String> pool = comparison.pool();
    if (pool.isEmpty()) {
      boolean does = comparison.doesByRules(trial.given(), trial.said());
      told(trial, trial.said(), Optional.of(does));
      return;
    }
    Trial both =
        new Trial(trial.prompt(), trial.completed(), trial.given(), trial.said(), new Overheard());
    Prompt question = comparison.prompt(trial.prompt(), trial.given(), trial.said());
    int tokens =
        trial.completed().request().inputTokens()
            + trial.completed().request().outputTokens()
            + copied.request().outputTokens();
    send(both, question, pool.get(), tokens);
  }
}
