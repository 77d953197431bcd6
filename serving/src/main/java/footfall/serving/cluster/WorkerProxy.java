package footfall.serving.cluster;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.Failure;
import footfall.serving.cluster.WorkerMessages.Called;
import footfall.serving.cluster.WorkerMessages.Cancel;
import footfall.serving.cluster.WorkerMessages.Completed;
import footfall.serving.cluster.WorkerMessages.Dismiss;
import footfall.serving.cluster.WorkerMessages.Failed;
import footfall.serving.cluster.WorkerMessages.Hire;
import footfall.serving.cluster.WorkerMessages.Hired;
import footfall.serving.cluster.WorkerMessages.Leaving;
import footfall.serving.cluster.WorkerMessages.OfReply;
import footfall.serving.cluster.WorkerMessages.Ping;
import footfall.serving.cluster.WorkerMessages.Pong;
import footfall.serving.cluster.WorkerMessages.Said;
import footfall.serving.cluster.WorkerMessages.Serve;
import footfall.serving.cluster.WorkerMessages.Thought;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.ingress.Origin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * A worker of a pool whose place is on another machine: hires an endpoint that no other proxy of
 * this gateway has, and passes requests on to it. Without an endpoint its pool knows that nobody is
 * there.
 */
final class WorkerProxy extends AbstractBehavior<WorkerCommand> {
  private enum Look implements WorkerCommand {
    NOW
  }

  /** How the proxy stands to its endpoint. */
  private enum State {
    ALONE,
    HIRING,
    HIRED,
    /** The endpoint wants to leave, and has requests still. */
    PARTING
  }

  private record Listed(Set<ActorRef<WorkerEndpoint.Command>> endpoints) implements WorkerCommand {}

  private record Gone(ActorRef<WorkerEndpoint.Command> endpoint) implements WorkerCommand {}

  private static final Duration LOOKS_EVERY = Duration.ofMillis(500);

  /** An endpoint that is not heard of for so long is lost, whatever the cluster knows. */
  private static final long SILENCE_NANOS = 3_000_000_000L;

  /** A request that the endpoint has. */
  private static final class Call {
    private final Request request;
    private final long startedNanos;
    private long firstTokenNanos = -1;
    private int heard;

    Call(Request request, long startedNanos) {
      this.request = request;
      this.startedNanos = startedNanos;
    }

    LiveExchange exchange() {
      return (LiveExchange) request.step().exchange();
    }
  }

  private final WorkerContext workerContext;
  private final ActorRef<WorkerCommand> self;

  private final FreeEndpoints free;

  private final boolean tellsAttempts;
  private final Map<Long, Call> calls = new LinkedHashMap<>();
  private Set<ActorRef<WorkerEndpoint.Command>> endpoints = Set.of();
  private ActorRef<WorkerEndpoint.Command> endpoint;
  private long heardNanos;
  private long lookedNanos;
  private State state = State.ALONE;

  /** Whether the pool gives it nothing. */
  private boolean retired;

  private long ids;

  private WorkerProxy(
      ActorContext<WorkerCommand> context,
      TimerScheduler<WorkerCommand> timers,
      WorkerContext workerContext,
      ServiceKey<WorkerEndpoint.Command> key,
      FreeEndpoints free) {
    super(context);
    this.workerContext = workerContext;
    this.self = context.getSelf();
    this.free = free;
    this.tellsAttempts = workerContext.spec().api().isPresent();
    context
        .getSystem()
        .receptionist()
        .tell(
            Receptionist.subscribe(
                key,
                context.messageAdapter(
                    Receptionist.Listing.class,
                    listing -> new Listed(listing.getServiceInstances(key)))));
    timers.startTimerWithFixedDelay(Look.NOW, LOOKS_EVERY);
    workerContext.replyTo().tell(new PoolCommand.Retire(workerContext.worker()));
  }

  /**
   * A proxy that has no endpoint yet.
   *
   * @param key under which its endpoints are found
   * @param free shared with the other proxies of the pool
   */
  static Behavior<WorkerCommand> create(
      WorkerContext workerContext, ServiceKey<WorkerEndpoint.Command> key, FreeEndpoints free) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new WorkerProxy(context, timers, workerContext, key, free)));
  }

  @Override
  public Receive<WorkerCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(OfReply.class, this::onReply)
        .onMessage(Request.class, this::onRequest)
        .onMessage(Pong.class, this::onPong)
        .onMessage(Look.class, look -> onLook())
        .onMessage(WorkerCommand.Cancel.class, this::onCancel)
        .onMessage(WorkerCommand.Halt.class, halt -> onHalt())
        .onMessage(WorkerCommand.Break.class, broken -> onBreak())
        .onMessage(Listed.class, this::onListed)
        .onMessage(Hired.class, this::onHired)
        .onMessage(Leaving.class, this::onLeaving)
        .onMessage(WorkerCommand.Retired.class, none -> onRetired())
        .onMessage(Gone.class, this::onGone)
        .build();
  }

  // Finding an endpoint, and losing it.

  private Behavior<WorkerCommand> onListed(Listed listed) {
    endpoints = listed.endpoints();
    lookForEndpoint();
    return this;
  }

  private void lookForEndpoint() {
    if (state == State.ALONE && retired) {
      long now = workerContext.clock().nowNanos();
      free.take(endpoints, now)
          .ifPresent(
              found -> {
                endpoint = found;
                state = State.HIRING;
                heardNanos = now;
                getContext().watchWith(endpoint, new Gone(endpoint));
                endpoint.tell(new Hire(self));
              });
    }
  }

  private Behavior<WorkerCommand> onHired(Hired message) {
    if (message.endpoint().equals(endpoint) && state == State.HIRING) {
      state = State.HIRED;
      retired = false;
      heardNanos = workerContext.clock().nowNanos();
      workerContext.replyTo().tell(new PoolCommand.Employ(workerContext.worker()));
    }
    return this;
  }

  private Behavior<WorkerCommand> onLeaving(Leaving message) {
    if (message.endpoint().equals(endpoint)) {
      heardNanos = workerContext.clock().nowNanos();
      if (state == State.HIRED) {
        state = State.PARTING;
        workerContext.replyTo().tell(new PoolCommand.Retire(workerContext.worker()));
      } else if (state == State.HIRING) {
        part();
      }
    }
    return this;
  }

  private Behavior<WorkerCommand> onRetired() {
    retired = true;
    partWhenIdle();
    lookForEndpoint();
    return this;
  }

  private void partWhenIdle() {
    if (state == State.PARTING && retired && calls.isEmpty()) {
      part();
    }
  }

  private void part() {
    endpoint.tell(new Dismiss(self));
    getContext().unwatch(endpoint);
    free.giveBack(endpoint, workerContext.clock().nowNanos());
    endpoint = null;
    state = State.ALONE;
    lookForEndpoint();
  }

  private Behavior<WorkerCommand> onGone(Gone gone) {
    if (gone.endpoint().equals(endpoint)) {
      lose();
    }
    return this;
  }

  /** The pool ends, or queues again, what the endpoint had. */
  private void lose() {
    forgetCalls();
    if (state != State.HIRING) {
      workerContext.replyTo().tell(new PoolCommand.Lose(workerContext.worker()));
      retired = true;
    }
    part();
  }

  private Behavior<WorkerCommand> onLook() {
    long now = workerContext.clock().nowNanos();
    long sinceLook = now - lookedNanos;
    lookedNanos = now;
    if (sinceLook > 2 * LOOKS_EVERY.toNanos()) {
      heardNanos += sinceLook; // This process stood still, and has not listened.
    }
    if (state == State.ALONE) {
      lookForEndpoint();
    } else if (now - heardNanos > SILENCE_NANOS) {
      lose();
    } else if (state == State.HIRING) {
      endpoint.tell(new Hire(self)); // It may not have heard.
    } else {
      endpoint.tell(new Ping(self, calls.keySet().stream().mapToLong(id -> id).toArray()));
    }
    return this;
  }

  private Behavior<WorkerCommand> onPong(Pong pong) {
    if (pong.endpoint().equals(endpoint)) {
      heardNanos = workerContext.clock().nowNanos();
      for (long id : pong.unknown()) {
        if (calls.containsKey(id)) {
          fail(id, Failure.WORKER_LOST, ""); // The request, or the end of its reply, got lost.
        }
      }
    }
    return this;
  }

  // Having requests served.

  private Behavior<WorkerCommand> onRequest(Request request) {
    long id = ids++;
    calls.put(id, new Call(request, workerContext.clock().nowNanos()));
    if (tellsAttempts) {
      workerContext.replyTo().tell(PoolCommand.AttemptSent.INSTANCE);
    }
    if (endpoint == null) {
      fail(id, Failure.WORKER_LOST, ""); // The pool does not know yet that nobody is here.
      return this;
    }
    Exchange.Place place = request.step().exchange().place();
    endpoint.tell(
        new Serve(
            self,
            id,
            calls.get(id).exchange().prompt(),
            new Origin(
                request.shopper(),
                request.shopperKey(),
                request.shopperClass(),
                place.turn(),
                place.call(),
                place.retry(),
                request.step().prefix().tokens(),
                request.outputTokens(),
                request.language(),
                request.intent()),
            request.inputTokens(),
            request.outputTokens(),
            request.priority()));
    return this;
  }

  private Behavior<WorkerCommand> onReply(OfReply reply) {
    Call call = calls.get(reply.id());
    if (call == null) {
      return this;
    }
    heardNanos = workerContext.clock().nowNanos();
    if (reply.number() != call.heard) {
      tellEndpoint(new Cancel(self, reply.id()));
      fail(reply.id(), Failure.WORKER_LOST, ""); // A piece got lost, and nothing can be unsaid.
    } else if (reply instanceof Said said) {
      hear(call);
      call.exchange().say(said.text());
    } else if (reply instanceof Thought thought) {
      hear(call);
      call.exchange().think(thought.text());
    } else if (reply instanceof Called called) {
      hear(call);
      call.exchange().call(called.tool(), called.arguments());
    } else if (reply instanceof Completed completed) {
      complete(call, completed);
    } else if (reply instanceof Failed failed) {
      fail(failed.id(), failed.failure(), failed.problem());
    }
    return this;
  }

  private void hear(Call call) {
    call.heard++;
    if (call.firstTokenNanos < 0) {
      call.firstTokenNanos = workerContext.clock().nowNanos();
    }
  }

  private void complete(Call call, Completed completed) {
    long now = workerContext.clock().nowNanos();
    Usage usage = completed.usage();
    calls.remove(completed.id());
    if (completed.real()) {
      call.exchange().likely(completed.meanLogprob());
      call.exchange().complete(usage, completed.finish());
    } else {
      call.exchange().completePlayed(usage, completed.finish());
    }
    tellAttempt(Attempt.SUCCEEDED, usage);
    long first = call.firstTokenNanos < 0 ? now : call.firstTokenNanos;
    workerContext
        .replyTo()
        .tell(workerContext.completed(call.request, usage.cached(), call.startedNanos, first, now));
    partWhenIdle();
  }

  private void fail(long id, Failure failure, String problem) {
    Call call = calls.remove(id);
    call.exchange().interrupted();
    if (!problem.isEmpty()) {
      call.exchange().explain(problem);
    }
    tellAttempt(attempt(failure), new Usage(0, 0, 0));
    workerContext
        .replyTo()
        .tell(
            new RequestOutcome.Failed(
                call.request,
                workerContext.pool(),
                workerContext.worker(),
                failure,
                call.startedNanos,
                workerContext.clock().nowNanos()));
    partWhenIdle();
  }

  private static Attempt attempt(Failure failure) {
    return switch (failure) {
      case THROTTLED -> Attempt.THROTTLED;
      case TIMED_OUT -> Attempt.TIMED_OUT;
      default -> Attempt.FAILED;
    };
  }

  private void tellAttempt(Attempt attempt, Usage usage) {
    if (tellsAttempts) {
      workerContext
          .replyTo()
          .tell(
              new PoolCommand.AttemptEnded(attempt, usage.input(), usage.cached(), usage.output()));
    }
  }

  private Behavior<WorkerCommand> onCancel(WorkerCommand.Cancel cancel) {
    for (Map.Entry<Long, Call> entry : List.copyOf(calls.entrySet())) {
      Call call = entry.getValue();
      if (call.request.step().exchange() == cancel.exchange()) {
        calls.remove(entry.getKey());
        tellEndpoint(new Cancel(self, entry.getKey()));
        tellAttempt(Attempt.FAILED, new Usage(0, 0, 0));
        workerContext
            .replyTo()
            .tell(
                workerContext.cancelled(
                    call.request, call.startedNanos, workerContext.clock().nowNanos()));
      }
    }
    partWhenIdle();
    return this;
  }

  private Behavior<WorkerCommand> onHalt() {
    calls.keySet().forEach(id -> tellEndpoint(new Cancel(self, id)));
    forgetCalls();
    partWhenIdle();
    return this;
  }

  private void forgetCalls() {
    calls.values().forEach(call -> tellAttempt(Attempt.FAILED, new Usage(0, 0, 0)));
    calls.clear();
  }

  private Behavior<WorkerCommand> onBreak() {
    if (state == State.HIRED) {
      lose();
    }
    return this;
  }

  private void tellEndpoint(WorkerEndpoint.Command message) {
    if (endpoint != null) {
      endpoint.tell(message);
    }
  }
}
