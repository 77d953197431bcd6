package footfall.actors.workers;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.resilience.AttemptPolicy;
import footfall.actors.resilience.VendorCall;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.Failure;
import footfall.scenarios.pools.Service;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * An account at a vendor: sends each request to the API, and again after a pause when the vendor
 * refuses it, fails or takes too long, until it is answered or the retries are used up. A request
 * keeps its slot all the while.
 */
final class AccountWorker extends CommandBehavior<WorkerCommand> {
  /** A request on its way, and the message that its next attempt is due. */
  private static final class Call extends VendorCall implements WorkerCommand {
    private final int cachedTokens;

    /** When the vendor took its attempt on; {@link #NOT_OPEN} where it has none at work. */
    private long openedNanos = NOT_OPEN;

    /** Whether it was cancelled or its worker lost. */
    private boolean isGone;

    Call(Request request, int cachedTokens, long startedNanos) {
      super(request, startedNanos);
      this.cachedTokens = cachedTokens;
    }
  }

  /** How an attempt ends. */
  private record AttemptEnds(Call call, Attempt attempt, long retryAfterNanos, long firstTokenNanos)
      implements WorkerCommand {

    /** Whether some of the reply was streamed before. */
    boolean begun() {
      return firstTokenNanos > 0;
    }
  }

  private static final long NOT_OPEN = -1;

  private final WorkerContext workerContext;
  private final Clock clock;
  private final VendorApi api;
  private final Service service;
  private final Account account;
  private final AttemptPolicy policy;
  private final ActorRef<PoolCommand> pool;
  private final ActorRef<WorkerCommand> self;
  private final RandomStream random = new RandomStream();
  private final Map<Exchange, Call> exchanges = new IdentityHashMap<>();

  /** Until when the vendor was told to be out, besides the outages that are stated. */
  private long outUntilNanos = Long.MIN_VALUE;

  private AccountWorker(ActorContext<WorkerCommand> context, WorkerContext workerContext) {
    this.workerContext = workerContext;
    this.clock = workerContext.clock();
    this.api = workerContext.spec().api().orElseThrow();
    this.service = workerContext.spec().service();
    this.account = new Account(api, workerContext.spec().prices());
    this.policy = new AttemptPolicy(api);
    this.pool = workerContext.replyTo();
    this.self = context.getSelf();
  }

  static Behavior<WorkerCommand> create(WorkerContext workerContext) {
    return Behaviors.setup(context -> new AccountWorker(context, workerContext));
  }

  @Override
  protected @Nullable Behavior<WorkerCommand> onCommand(Object command) {
    if (command instanceof Request request) {
      Call call = new Call(request, workerContext.cachedTokens(request), clock.nowNanos());
      if (request.step().exchange() != null) {
        exchanges.put(request.step().exchange(), call);
      }
      return onAttemptDue(call);
    }
    if (command instanceof AttemptEnds ends) {
      return onAttemptEnds(ends);
    }
    if (command instanceof Call call) {
      return onAttemptDue(call);
    }
    if (command instanceof WorkerCommand.Halt) {
      exchanges.values().forEach(call -> call.isGone = true);
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
    if (command instanceof WorkerCommand.LoseVendor lose) {
      outUntilNanos = lose.untilNanos();
      return this;
    }
    return null;
  }

  /** The vendor finishes and bills what it has begun, cancelled or not. */
  private Behavior<WorkerCommand> onCancel(WorkerCommand.Cancel cancel) {
    Call call = exchanges.remove(cancel.exchange());
    if (call != null) {
      call.isGone = true;
      pool.tell(workerContext.cancelled(call.request(), call.startedNanos(), clock.nowNanos()));
    }
    return this;
  }

  private Behavior<WorkerCommand> onAttemptDue(Call call) {
    if (call.isGone) {
      return this;
    }
    long now = clock.nowNanos();
    Request request = call.request();
    if (!account.affords(request.inputTokens(), call.cachedTokens, request.outputTokens(), now)) {
      fail(call, Failure.OVER_BUDGET);
      return this;
    }
    if (!policy.tryBegin(call, now)) {
      fail(call, Failure.CIRCUIT_OPEN);
      return this;
    }
    pool.tell(PoolCommand.AttemptSent.INSTANCE);
    if (api.isOutAt(now) || now < outUntilNanos) {
      endAfter(api.errorNanos(), new AttemptEnds(call, Attempt.FAILED, 0, 0));
      return this;
    }
    long wait = account.open(request.inputTokens(), call.cachedTokens, request.outputTokens(), now);
    if (wait > 0) {
      boolean told =
          wait == Allowance.NEVER || (api.quotas().tellsWhen() && wait > Account.CROWDED);
      endAfter(api.errorNanos(), new AttemptEnds(call, Attempt.THROTTLED, told ? wait : 0, 0));
      return this;
    }
    call.openedNanos = now;
    if (at(call, Purpose.ATTEMPT).nextDouble() < api.errorRate()) {
      endAfter(api.errorNanos(), new AttemptEnds(call, Attempt.FAILED, 0, 0));
    } else {
      answer(call, now);
    }
    return this;
  }

  private void answer(Call call, long now) {
    Request request = call.request();
    at(call, Purpose.SERVICE);
    long prefill = workerContext.prefillNanos(request, call.cachedTokens, random);
    long decode = workerContext.decodeNanos(request, random);
    long timeout = api.timeoutNanos().orElse(Long.MAX_VALUE);
    long firstToken =
        prefill + (service.streams() ? decode / Math.max(1, request.outputTokens()) : decode);
    account.pay(request.inputTokens(), call.cachedTokens, request.outputTokens());
    if (prefill + decode > timeout) {
      boolean begun = firstToken <= timeout;
      endAfter(timeout, new AttemptEnds(call, Attempt.TIMED_OUT, 0, begun ? now + firstToken : 0));
    } else {
      Exchange exchange = request.step().exchange();
      if (exchange != null && service.streams()) {
        int tokens = Math.max(1, request.outputTokens());
        exchange.foreseen(0, tokens, now + prefill, (double) decode / tokens);
      }
      endAfter(prefill + decode, new AttemptEnds(call, Attempt.SUCCEEDED, 0, now + firstToken));
    }
  }

  private Behavior<WorkerCommand> onAttemptEnds(AttemptEnds ends) {
    Call call = ends.call();
    Request request = call.request();
    policy.record(call, ends.attempt(), clock.nowNanos());
    if (call.openedNanos != NOT_OPEN) {
      account.close(request.outputTokens(), call.openedNanos, clock.nowNanos());
      call.openedNanos = NOT_OPEN;
    }
    boolean paid = ends.attempt() == Attempt.SUCCEEDED || ends.attempt() == Attempt.TIMED_OUT;
    pool.tell(
        new PoolCommand.AttemptEnded(
            call.isGone ? Attempt.FAILED : ends.attempt(),
            paid ? request.inputTokens() : 0,
            paid ? call.cachedTokens : 0,
            paid ? request.outputTokens() : 0));
    if (call.isGone) {
      return this;
    }
    if (ends.attempt() == Attempt.SUCCEEDED) {
      exchanges.remove(request.step().exchange());
      pool.tell(
          workerContext.completed(
              request,
              call.cachedTokens,
              call.startedNanos(),
              ends.firstTokenNanos(),
              clock.nowNanos()));
      return this;
    }
    if (ends.retryAfterNanos() == Allowance.NEVER) {
      fail(call, Failure.TOO_LARGE);
      return this;
    }
    long pause = policy.pauseNanos(call, ends.retryAfterNanos(), ends.begun());
    if (pause == AttemptPolicy.GIVE_UP) {
      fail(call, AttemptPolicy.reason(ends.attempt()));
    } else {
      clock.tellAfter(pause, self, call);
    }
    return this;
  }

  private void fail(Call call, Failure failure) {
    exchanges.remove(call.request().step().exchange());
    pool.tell(
        new Failed(
            call.request(),
            workerContext.pool(),
            workerContext.worker(),
            failure,
            call.startedNanos(),
            clock.nowNanos()));
  }

  private void endAfter(long delayNanos, AttemptEnds ends) {
    clock.tellAfter(delayNanos, self, ends);
  }

  private RandomStream at(Call call, Purpose purpose) {
    return random.at(AttemptPolicy.at(call, purpose));
  }
}
