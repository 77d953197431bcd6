package footfall.actors.workers;

import footfall.actors.engine.EngineListener;
import footfall.actors.engine.Sequence;
import footfall.actors.engine.StepEngine;
import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.WorkerCommand;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.pools.QueueSpec.Discipline;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * A worker with a {@link StepEngine}, which this actor runs by the clock. Requests wait in the
 * engine, in the order of the pool's queue discipline. The pool is told when a request is admitted
 * and when it is answered.
 */
final class EngineWorker extends CommandBehavior<WorkerCommand> implements EngineListener<Request> {
  private static final long NEVER = Long.MAX_VALUE;

  /** The engine has to act, unless an earlier timer was set since. */
  private record Wake(long dueNanos) implements WorkerCommand {}

  private final WorkerContext workerContext;
  private final Clock clock;
  private final ActorRef<WorkerCommand> self;
  private final boolean cachesPrefixes;
  private final StepEngine<Request> engine;
  private final Map<Request, Sequence<Request>> sequences = new IdentityHashMap<>();
  private long wakeNanos = NEVER;

  /** Requests whose reply is streamed to a client. */
  private int exchanges;

  private EngineWorker(ActorContext<WorkerCommand> context, WorkerContext workerContext) {
    this.workerContext = workerContext;
    this.clock = workerContext.clock();
    this.self = context.getSelf();
    Engine spec = workerContext.spec().engine().orElseThrow();
    this.cachesPrefixes = spec.prefixCaching();
    boolean byPriority = workerContext.spec().queue().discipline() == Discipline.PRIORITY;
    this.engine = new StepEngine<>(spec, this, byPriority, workerContext.spec().power());
  }

  static Behavior<WorkerCommand> create(WorkerContext workerContext) {
    return Behaviors.setup(context -> new EngineWorker(context, workerContext));
  }

  @Override
  protected @Nullable Behavior<WorkerCommand> onCommand(Object command) {
    if (command instanceof Request request) {
      return onRequest(request);
    }
    if (command instanceof Wake wake) {
      return onWake(wake);
    }
    if (command instanceof WorkerCommand.ReportEngine report) {
      return onReportEngine(report);
    }
    if (command instanceof WorkerCommand.Withdraw withdraw) {
      return onWithdraw(withdraw);
    }
    if (command instanceof WorkerCommand.Halt) {
      return onHalt();
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
    Sequence<Request> sequence =
        new Sequence<>(
            request,
            request.inputTokens(),
            request.outputTokens(),
            workerContext.order().applyAsDouble(request),
            cachesPrefixes ? workerContext.content().of(request) : null);
    sequences.put(request, sequence);
    exchanges += request.step().exchange() == null ? 0 : 1;
    engine.arrive(sequence, clock.nowNanos());
    schedule();
    return this;
  }

  private Behavior<WorkerCommand> onWake(Wake wake) {
    if (wake.dueNanos() == wakeNanos) {
      wakeNanos = NEVER;
      engine.advance(clock.nowNanos());
      schedule();
    }
    return this;
  }

  private Behavior<WorkerCommand> onReportEngine(WorkerCommand.ReportEngine report) {
    workerContext
        .replyTo()
        .tell(new PoolCommand.EngineReported(report.number(), engine.levels(clock.nowNanos())));
    return this;
  }

  /** The pool has already ended the request. */
  private Behavior<WorkerCommand> onWithdraw(WorkerCommand.Withdraw withdraw) {
    Sequence<Request> sequence = sequences.get(withdraw.request());
    if (sequence != null) {
      engine.cancel(sequence, clock.nowNanos());
      forget(sequence);
      schedule();
    }
    return this;
  }

  private Behavior<WorkerCommand> onHalt() {
    engine.clear(clock.nowNanos());
    sequences.clear();
    exchanges = 0;
    wakeNanos = NEVER;
    return this;
  }

  private Behavior<WorkerCommand> onCancel(WorkerCommand.Cancel cancel) {
    long now = clock.nowNanos();
    for (Sequence<Request> sequence : sequences.values()) {
      if (sequence.request().step().exchange() == cancel.exchange()) {
        if (engine.cancel(sequence, now)) {
          tellCancelled(sequence, now);
        }
        schedule();
        return this;
      }
    }
    return this;
  }

  private void tellCancelled(Sequence<Request> sequence, double nanos) {
    if (forget(sequence)) {
      long started = sequence.wasAdmitted() ? whole(sequence.admittedNanos()) : whole(nanos);
      workerContext
          .replyTo()
          .tell(workerContext.cancelled(sequence.request(), started, whole(nanos)));
    }
  }

  @Override
  public void admitted(Sequence<Request> sequence, double nanos) {
    workerContext
        .replyTo()
        .tell(new PoolCommand.Admitted(sequence.request(), workerContext.worker(), whole(nanos)));
  }

  @Override
  public void finished(Sequence<Request> sequence, double nanos) {
    if (forget(sequence)) {
      workerContext
          .replyTo()
          .tell(
              workerContext.completed(
                  sequence.request(),
                  sequence.cachedTokens(),
                  whole(sequence.admittedNanos()),
                  whole(sequence.firstTokenNanos()),
                  whole(nanos)));
    }
  }

  @Override
  public void cancelled(Sequence<Request> sequence, double nanos) {
    tellCancelled(sequence, nanos);
  }

  /** Returns false if the pool has already ended the request. */
  private boolean forget(Sequence<Request> sequence) {
    boolean wasHere = sequences.remove(sequence.request(), sequence);
    exchanges -= wasHere && sequence.request().step().exchange() != null ? 1 : 0;
    return wasHere;
  }

  /** Sets a timer for the engine's next action, unless an earlier one is set. */
  private void schedule() {
    if (exchanges > 0) {
      engine.running().forEach(this::foresee);
    }
    double next = engine.nextNanos();
    if (next == StepEngine.NEVER) {
      return;
    }
    long due = whole(next);
    if (due < wakeNanos) {
      wakeNanos = due;
      clock.tellAfter(Math.max(0, due - clock.nowNanos()), self, new Wake(due));
    }
  }

  private void foresee(Sequence<Request> sequence) {
    Exchange exchange = sequence.request().step().exchange();
    if (exchange != null && sequence.written() > 0) {
      exchange.foreseen(
          sequence.written(),
          sequence.request().outputTokens(),
          whole(engine.startNanos()),
          engine.meanStepNanos() / engine.tokensGained());
    }
  }

  /** Steps end between two nanoseconds; their results count from the later one. */
  private static long whole(double nanos) {
    return (long) Math.ceil(nanos);
  }
}
