package footfall.serving.local;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.reports.recording.Failure;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.ToolCallReader;
import footfall.serving.time.SystemClock;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves requests with a model on a device of this machine. When its engine dies the worker is lost
 * to the pool, which ends its requests, and starts anew after a pause that grows.
 */
public final class LocalWorker extends AbstractBehavior<WorkerCommand> {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** The engine says how a request ended. */
  private record Answered(Request request, long firstTokenNanos, long endedNanos)
      implements WorkerCommand {}

  /** The engine says that a request was too much for it. */
  private record GivenUp(Request request, Throwable cause) implements WorkerCommand {}

  private record Died(Ears ears, Throwable cause) implements WorkerCommand {}

  private record Started(Ears ears) implements WorkerCommand {}

  /** A request that the engine has. */
  private record Call(Request request, ReplyEngine.Reply reply, long startedNanos) {}

  /** What brings the worker down, to be started anew. */
  private static final class EngineDiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineDiedException(Throwable cause) {
      super(cause);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(LocalWorker.class);

  private final WorkerContext workerContext;
  private final SystemClock clock;
  private final ActorRef<WorkerCommand> self;
  private final Map<Request, Call> calls = new IdentityHashMap<>();

  /** Whether the pool was told that the worker is lost, and not yet that it is there again. */
  private final AtomicBoolean lost;

  private final Ears ears = new Ears();
  private final ReplyEngine engine;

  private LocalWorker(
      ActorContext<WorkerCommand> context,
      WorkerContext workerContext,
      SystemClock clock,
      Function<ReplyEngine.Ears, ReplyEngine> engines,
      AtomicBoolean lost) {
    super(context);
    this.workerContext = workerContext;
    this.clock = clock;
    this.self = context.getSelf();
    this.lost = lost;
    this.engine = engines.apply(ears);
  }

  /**
   * A worker for the post.
   *
   * @param engines starts an engine; called at every start of the worker
   */
  public static Behavior<WorkerCommand> create(
      WorkerContext workerContext,
      SystemClock clock,
      Function<ReplyEngine.Ears, ReplyEngine> engines) {
    AtomicBoolean lost = new AtomicBoolean();
    return Behaviors.supervise(
            Behaviors.<WorkerCommand>setup(
                context -> new LocalWorker(context, workerContext, clock, engines, lost)))
        .onFailure(
            SupervisorStrategy.restartWithBackoff(SHORTEST_PAUSE, LONGEST_PAUSE, 0)
                .withResetBackoffAfter(LONGEST_PAUSE));
  }

  @Override
  public Receive<WorkerCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Request.class, this::onRequest)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(GivenUp.class, this::onGivenUp)
        .onMessage(WorkerCommand.Cancel.class, this::onCancel)
        .onMessage(WorkerCommand.Halt.class, this::onHalt)
        .onMessage(WorkerCommand.Break.class, this::onBreak)
        .onMessage(WorkerCommand.OthersInService.class, neighbours -> this) // It feels them itself.
        .onMessage(Started.class, this::onStarted)
        .onMessage(Died.class, this::onDied)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  private Behavior<WorkerCommand> onRequest(Request request) {
    long now = clock.nowNanos();
    Exchange exchange = request.step().exchange();
    try {
      ReplyEngine.Reply reply =
          exchange instanceof LiveExchange liveExchange
              ? begin(request, liveExchange, now)
              : engine.rehearse(request, new TokenStream(request, null, now, ""));
      calls.put(request, new Call(request, reply, now));
    } catch (RuntimeException e) { // Templates and tokenizers fail in many ways.
      if (!(e instanceof Prompt.NotUnderstoodException)) { // Its message may repeat the prompt.
        LOG.atWarn()
            .addKeyValue("pool", workerContext.spec().name())
            .addKeyValue("problem", e.getClass().getName())
            .log("a prompt could not be read");
      }
      if (exchange instanceof LiveExchange liveExchange) {
        liveExchange.explain(
            e instanceof Prompt.NotUnderstoodException
                ? e.getMessage()
                : "The model cannot read these messages.");
      }
      fail(request, Failure.NOT_UNDERSTOOD, now);
    }
    return this;
  }

  private ReplyEngine.Reply begin(Request request, LiveExchange liveExchange, long now) {
    Prompt prompt = liveExchange.prompt();
    return engine.begin(prompt, new TokenStream(request, liveExchange, now, engine.forced(prompt)));
  }

  private Behavior<WorkerCommand> onAnswered(Answered answered) {
    Call call = calls.remove(answered.request());
    if (call != null && !clock.isStopped()) {
      workerContext
          .replyTo()
          .tell(
              workerContext.completed(
                  call.request(),
                  0,
                  call.startedNanos(),
                  answered.firstTokenNanos(),
                  answered.endedNanos()));
    }
    return this;
  }

  private Behavior<WorkerCommand> onGivenUp(GivenUp givenUp) {
    Call call = calls.remove(givenUp.request());
    if (call != null && !clock.isStopped()) {
      LOG.atWarn()
          .addKeyValue("pool", workerContext.spec().name())
          .addKeyValue("worker", workerContext.worker())
          .setCause(givenUp.cause())
          .log("the model failed at a request");
      if (call.request().step().exchange() instanceof LiveExchange liveExchange) {
        liveExchange.explain(
            givenUp.cause() instanceof OutOfMemoryError
                ? "The memory of the worker does not suffice for this request."
                : "The model failed at this request.");
      }
      fail(call.request(), Failure.MODEL_ERROR, call.startedNanos());
    }
    return this;
  }

  private Behavior<WorkerCommand> onCancel(WorkerCommand.Cancel cancel) {
    for (Call call : List.copyOf(calls.values())) {
      if (call.request().step().exchange() == cancel.exchange()) {
        call.reply().cancel();
        calls.remove(call.request());
        workerContext
            .replyTo()
            .tell(workerContext.cancelled(call.request(), call.startedNanos(), clock.nowNanos()));
      }
    }
    return this;
  }

  /** The pool has given up what this worker serves. */
  private Behavior<WorkerCommand> onHalt(WorkerCommand.Halt halt) {
    calls.values().forEach(call -> call.reply().cancel());
    calls.clear();
    return this;
  }

  private Behavior<WorkerCommand> onBreak(WorkerCommand.Break broken) {
    engine.kill();
    return this;
  }

  private Behavior<WorkerCommand> onStarted(Started started) {
    if (started.ears() == ears && lost.getAndSet(false)) {
      workerContext.replyTo().tell(new PoolCommand.Recover(workerContext.worker()));
    }
    return this;
  }

  private Behavior<WorkerCommand> onDied(Died died) {
    if (died.ears() == ears) {
      throw new EngineDiedException(died.cause());
    }
    return this;
  }

  private Behavior<WorkerCommand> onEnd() {
    engine.close();
    if (!lost.getAndSet(true)) {
      workerContext.replyTo().tell(new PoolCommand.Lose(workerContext.worker()));
    }
    return this;
  }

  private void fail(Request request, Failure failure, long startedNanos) {
    workerContext
        .replyTo()
        .tell(
            new Failed(
                request,
                workerContext.pool(),
                workerContext.worker(),
                failure,
                startedNanos,
                clock.nowNanos()));
  }

  /** Hears of the engine, on its thread. */
  private final class Ears implements ReplyEngine.Ears {
    @Override
    public void started() {
      self.tell(new Started(this));
    }

    @Override
    public void died(Throwable cause) {
      self.tell(new Died(this, cause));
    }
  }

  /** Listens to the engine, on its thread, and passes on what is said. */
  private final class TokenStream implements ReplyListener {
    private final Request request;

    /** Null in a rehearsal. */
    private final LiveExchange liveExchange;

    private final long startedNanos;

    /** Null where no tools were offered. */
    private final ToolCallReader tools;

    private long firstTokenNanos = -1;
    private double logprobs;
    private int tokens;

    TokenStream(Request request, LiveExchange liveExchange, long startedNanos, String forced) {
      this.request = request;
      this.liveExchange = liveExchange;
      this.startedNanos = startedNanos;
      boolean mayCall = liveExchange != null && !liveExchange.prompt().tools().isEmpty();
      this.tools = mayCall ? new ToolCallReader(liveExchange.prompt().toolNames()) : null;
      if (mayCall && !forced.isEmpty()) {
        tools.add(forced);
      }
    }

    @Override
    public void said(String text) {
      if (firstTokenNanos < 0) {
        firstTokenNanos = clock.nowNanos();
      }
      if (liveExchange != null && !text.isEmpty()) {
        String certain = tools == null ? text : tools.add(text);
        if (!certain.isEmpty()) {
          liveExchange.say(certain);
        }
      }
    }

    @Override
    public void likely(double logprob) {
      logprobs += logprob;
      tokens++;
    }

    @Override
    public void embedded(float[] vector) {
      if (liveExchange != null) {
        liveExchange.embed(vector);
      }
    }

    @Override
    public void stopped(String by) {
      if (liveExchange != null) {
        liveExchange.stop(by);
      }
    }

    @Override
    public void finished(Finish why, int read, int written) {
      long now = clock.nowNanos();
      if (liveExchange != null) {
        if (tokens > 0) {
          liveExchange.likely(logprobs / tokens);
        }
        liveExchange.complete(new Exchange.Usage(read, 0, written), finish(why));
      }
      self.tell(new Answered(request, firstTokenNanos < 0 ? now : firstTokenNanos, now));
    }

    @Override
    public void failed(Throwable cause) {
      self.tell(new GivenUp(request, cause));
    }

    private LiveExchange.Finish finish(Finish why) {
      boolean called = false;
      if (tools != null) {
        for (ToolCallReader.Call call : tools.calls()) {
          liveExchange.call(call.tool(), call.arguments());
          called = true;
        }
        boolean cut = why == Finish.LENGTH || !liveExchange.stoppedBy().isEmpty();
        if (!tools.rest().isEmpty() && !(cut && tools.isInCall())) {
          liveExchange.say(tools.rest());
        }
      }
      if (called) {
        return LiveExchange.Finish.TOOL_CALLS;
      }
      return why == Finish.STOP ? LiveExchange.Finish.STOP : LiveExchange.Finish.LENGTH;
    }
  }
}
