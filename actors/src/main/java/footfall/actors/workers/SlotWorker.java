package footfall.actors.workers;

import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.WorkerCommand;
import footfall.scenarios.pools.Service;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests, each in a slot of its own for as long as the service model says, whatever else
 * it serves at the same time.
 */
final class SlotWorker extends CommandBehavior<WorkerCommand> {
  private final WorkerContext workerContext;
  private final Service service;
  private final RandomStream random = new RandomStream();

  /** Requests of live mode and when their service began; some may be over. */
  private final Map<Exchange, Completed> exchanges = new IdentityHashMap<>();

  private SlotWorker(WorkerContext workerContext) {
    this.workerContext = workerContext;
    this.service = workerContext.spec().service();
  }

  static Behavior<WorkerCommand> create(WorkerContext workerContext) {
    return Behaviors.setup(context -> new SlotWorker(workerContext));
  }

  @Override
  protected @Nullable Behavior<WorkerCommand> onCommand(Object command) {
    if (command instanceof Request request) {
      return onRequest(request);
    }
    if (command instanceof WorkerCommand.Halt) {
      exchanges.clear();
      return this; // The pool knows what is void of what this worker still says.
    }
    if (command instanceof WorkerCommand.Cancel cancel) {
      return onCancel(cancel);
    }
    if (command instanceof WorkerCommand.Break) {
      workerContext.lose();
      return this;
    }
    return null;
  }

  private Behavior<WorkerCommand> onRequest(Request request) {
    random.at(request.serviceKey(Purpose.SERVICE));
    long started = workerContext.clock().nowNanos();
    int cached = workerContext.cachedTokens(request);
    long decodeFrom = started + workerContext.prefillNanos(request, cached, random);
    long decodeNanos = workerContext.decodeNanos(request, random);
    long ended = decodeFrom + decodeNanos;
    long firstToken =
        service.streams() ? decodeFrom + decodeNanos / Math.max(1, request.outputTokens()) : ended;
    Exchange exchange = request.step().exchange();
    if (exchange != null && service.streams()) {
      int tokens = Math.max(1, request.outputTokens());
      exchange.foreseen(0, tokens, decodeFrom, (double) decodeNanos / tokens);
    }
    Completed completed = workerContext.completed(request, cached, started, firstToken, ended);
    if (exchange != null) {
      exchanges.values().removeIf(begun -> begun.endedNanos() < started);
      exchanges.put(exchange, completed);
    }
    workerContext.clock().tellAfter(ended - started, workerContext.replyTo(), completed);
    return this;
  }

  /** What it would still say of the request is void then. */
  private Behavior<WorkerCommand> onCancel(WorkerCommand.Cancel cancel) {
    Completed begun = exchanges.remove(cancel.exchange());
    long now = workerContext.clock().nowNanos();
    if (begun != null && begun.endedNanos() > now) {
      workerContext
          .replyTo()
          .tell(workerContext.cancelled(begun.request(), begun.startedNanos(), now));
    }
    return this;
  }
}
