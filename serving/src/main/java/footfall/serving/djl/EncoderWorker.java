package footfall.serving.djl;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.reports.recording.Failure;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.Prompt;
import footfall.serving.local.Rehearsed;
import footfall.serving.time.SystemClock;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes embeddings with a model of this machine's, one request after the other. */
final class EncoderWorker extends AbstractBehavior<WorkerCommand> {
  private static final Logger LOG = LoggerFactory.getLogger(EncoderWorker.class);

  /** The thread says that a request is done; the cause is null where it was done well. */
  private record Done(Job job, List<float[]> vectors, Throwable cause, long endedNanos)
      implements WorkerCommand {}

  /** A request that the thread has, or will have. */
  private record Job(Request request, List<int[]> texts, long startedNanos) {
    int tokens() {
      return texts.stream().mapToInt(text -> text.length).sum();
    }
  }

  private final WorkerContext workerContext;
  private final SystemClock clock;
  private final EncoderModel model;
  private final Rehearsed rehearsed;
  private final OnnxEncoder encoder;
  private final ExecutorService thread;
  private final ActorRef<WorkerCommand> self;
  private final Map<Request, Job> jobs = new IdentityHashMap<>();

  private EncoderWorker(
      ActorContext<WorkerCommand> context,
      WorkerContext workerContext,
      SystemClock clock,
      EncoderModel model,
      Rehearsed rehearsed,
      OnnxEncoder encoder,
      ExecutorService thread) {
    super(context);
    this.workerContext = workerContext;
    this.clock = clock;
    this.model = model;
    this.rehearsed = rehearsed;
    this.encoder = encoder;
    this.thread = thread;
    this.self = context.getSelf();
  }

  /**
   * A worker for the post.
   *
   * @param rehearsed what is read for shoppers who only rehearse
   * @param encoder its own
   * @param thread of its own, on which it computes
   */
  static Behavior<WorkerCommand> create(
      WorkerContext workerContext,
      SystemClock clock,
      EncoderModel model,
      Rehearsed rehearsed,
      OnnxEncoder encoder,
      ExecutorService thread) {
    return Behaviors.setup(
        context ->
            new EncoderWorker(context, workerContext, clock, model, rehearsed, encoder, thread));
  }

  @Override
  public Receive<WorkerCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Request.class, this::onRequest)
        .onMessage(Done.class, this::onDone)
        .onMessage(WorkerCommand.Cancel.class, this::onCancel)
        .onMessage(WorkerCommand.Halt.class, this::onHalt)
        .onMessage(WorkerCommand.Break.class, this::onBreak)
        .onMessage(WorkerCommand.OthersInService.class, neighbours -> this) // It feels them itself.
        .build();
  }

  private Behavior<WorkerCommand> onRequest(Request request) {
    long now = clock.nowNanos();
    Exchange exchange = request.step().exchange();
    try {
      Job job = new Job(request, read(request, exchange), now);
      jobs.put(request, job);
      thread.execute(() -> compute(job));
    } catch (Prompt.NotUnderstoodException e) {
      explain(exchange, e.getMessage());
      fail(request, Failure.NOT_UNDERSTOOD, now);
    } catch (RejectedExecutionException e) { // The server closes.
      jobs.remove(request);
      fail(request, Failure.CANCELLED, now);
    }
    return this;
  }

  private List<int[]> read(Request request, Exchange exchange) {
    if (!(exchange instanceof LiveExchange liveExchange)) {
      int[] tokens = rehearsed.tokens(request, model.coder()::encode);
      return List.of(tokens.length > model.context() ? cut(tokens) : tokens);
    }
    if (!liveExchange.prompt().wantsEmbeddings()) {
      throw new Prompt.NotUnderstoodException(
          "The model of " + workerContext.spec().name() + " makes embeddings and writes nothing.");
    }
    return model.read(liveExchange.prompt().embedded());
  }

  private int[] cut(int[] tokens) {
    return java.util.Arrays.copyOf(tokens, model.context());
  }

  /** On its thread; what was cancelled meanwhile is not computed. */
  private void compute(Job job) {
    boolean left =
        job.request().step().exchange() instanceof LiveExchange live && live.isCancelled();
    try {
      List<float[]> vectors = left ? List.of() : encoder.embed(job.texts());
      self.tell(new Done(job, vectors, null, clock.nowNanos()));
    } catch (RuntimeException | OutOfMemoryError e) {
      self.tell(new Done(job, List.of(), e, clock.nowNanos()));
    }
  }

  private Behavior<WorkerCommand> onDone(Done done) {
    Job job = done.job();
    if (jobs.remove(job.request()) == null || clock.isStopped()) {
      return this;
    }
    Exchange exchange = job.request().step().exchange();
    if (done.cause() != null) {
      LOG.atWarn()
          .addKeyValue("pool", workerContext.spec().name())
          .addKeyValue("worker", workerContext.worker())
          .setCause(done.cause())
          .log("the model failed at a request");
      explain(exchange, "The model failed at this request.");
      fail(job.request(), Failure.MODEL_ERROR, job.startedNanos());
      return this;
    }
    if (exchange instanceof LiveExchange liveExchange) {
      done.vectors().forEach(liveExchange::embed);
      liveExchange.complete(new Exchange.Usage(job.tokens(), 0, 0), LiveExchange.Finish.STOP);
    }
    workerContext
        .replyTo()
        .tell(
            workerContext.completed(
                job.request(), 0, job.startedNanos(), done.endedNanos(), done.endedNanos()));
    return this;
  }

  private Behavior<WorkerCommand> onCancel(WorkerCommand.Cancel cancel) {
    for (Job job : List.copyOf(jobs.values())) {
      if (job.request().step().exchange() == cancel.exchange()) {
        jobs.remove(job.request());
        workerContext
            .replyTo()
            .tell(workerContext.cancelled(job.request(), job.startedNanos(), clock.nowNanos()));
      }
    }
    return this;
  }

  /** The pool has given up what this worker serves. */
  private Behavior<WorkerCommand> onHalt(WorkerCommand.Halt halt) {
    jobs.clear();
    return this;
  }

  private Behavior<WorkerCommand> onBreak(WorkerCommand.Break broken) {
    workerContext.lose();
    return this;
  }

  private static void explain(Exchange exchange, String what) {
    if (exchange instanceof LiveExchange liveExchange) {
      liveExchange.explain(what);
    }
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
}
