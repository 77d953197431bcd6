package footfall.actors.workers;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.WorkerCommand;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.Batching.Contention;
import footfall.scenarios.pools.Service;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * A device that batches continuously: requests join and leave at any time, and all that run
 * together advance at the same speed, which depends on how many they are. That is load-dependent
 * processor sharing.
 *
 * <p>There is an event only when the batch changes. Two clocks run at the batch's speed, one in
 * nanoseconds of prefill and one in output tokens; a request is through a phase when the clock of
 * the phase has advanced by its work since it began, so neither needs to be touched for the others.
 */
final class BatchingWorker extends CommandBehavior<WorkerCommand> {
  /** So much of a token, or of a nanosecond of prefill, is lost in rounding. */
  private static final double ROUNDING = 1e-6;

  private static final long NEVER = Long.MAX_VALUE;

  /** Time for the next end of a phase, unless another timer was set since. */
  private record Wake(long dueNanos) implements WorkerCommand {}

  private static final class Sequence {
    private final Request request;
    private final int cachedTokens;
    private final long startedNanos;
    private final double pace;

    /** What the clock of its present phase says when the phase is over. */
    private double target;

    private long firstTokenNanos;

    Sequence(Request request, int cachedTokens, long startedNanos, double pace) {
      this.request = request;
      this.cachedTokens = cachedTokens;
      this.startedNanos = startedNanos;
      this.pace = pace;
    }
  }

  private final WorkerContext workerContext;
  private final Clock clock;
  private final Service service;
  private final ActorRef<WorkerCommand> self;

  /** By how many run together. */
  private final double[] nanosPerToken;

  private final double[] prefillSlowdown;
  private final Distribution pace;
  private final Optional<Contention> contention;

  /** What both are multiplied by now for what the other workers of the machine serve. */
  private double tokenContention = 1;

  private double prefillContention = 1;
  private final RandomStream random = new RandomStream();
  private final PriorityQueue<Sequence> prefilling = inOrderOfTarget();
  private final PriorityQueue<Sequence> decoding = inOrderOfTarget();
  private double prefillClock;
  private double decodeClock;
  private long lastNanos;
  private long wakeNanos = NEVER;

  /** Requests so far whose reply is streamed to a listener. */
  private long exchanges;

  private BatchingWorker(ActorContext<WorkerCommand> context, WorkerContext workerContext) {
    this.workerContext = workerContext;
    this.clock = workerContext.clock();
    this.service = workerContext.spec().service();
    this.self = context.getSelf();
    Batching batching = service.batching().orElseThrow();
    int slots = workerContext.spec().slots();
    nanosPerToken = batching.tpot().map(seconds -> seconds * 1e9).upTo(slots);
    prefillSlowdown = batching.prefillSlowdown().upTo(slots);
    pace = batching.pace();
    contention = batching.contention();
  }

  static Behavior<WorkerCommand> create(WorkerContext workerContext) {
    return Behaviors.setup(context -> new BatchingWorker(context, workerContext));
  }

  private static PriorityQueue<Sequence> inOrderOfTarget() {
    return new PriorityQueue<>(
        Comparator.<Sequence>comparingDouble(s -> s.target)
            .thenComparingLong(s -> s.startedNanos)
            .thenComparingLong(s -> s.request.shopper()));
  }

  @Override
  protected @Nullable Behavior<WorkerCommand> onCommand(Object command) {
    if (command instanceof Request request) {
      return onRequest(request);
    }
    if (command instanceof Wake wake) {
      return onWake(wake);
    }
    if (command instanceof WorkerCommand.OthersInService others) {
      return onOthersInService(others);
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
    long now = clock.nowNanos();
    advanceTo(now);
    int cached = workerContext.cachedTokens(request);
    random.at(request.serviceKey(Purpose.SERVICE));
    long prefillNanos = service.prefillNanos(request.inputTokens() - cached, random);
    Sequence sequence = new Sequence(request, cached, now, pace.sample(random));
    sequence.target = prefillClock + prefillNanos;
    prefilling.add(sequence);
    exchanges += request.step().exchange() == null ? 0 : 1;
    endPhases(now);
    return this;
  }

  private Behavior<WorkerCommand> onWake(Wake wake) {
    if (wake.dueNanos() == wakeNanos) {
      wakeNanos = NEVER;
      long now = clock.nowNanos();
      advanceTo(now);
      endPhases(now);
    }
    return this;
  }

  private Behavior<WorkerCommand> onOthersInService(WorkerCommand.OthersInService others) {
    long now = clock.nowNanos();
    advanceTo(now);
    tokenContention = contention.orElseThrow().tpot().at(others.inService());
    prefillContention = contention.orElseThrow().prefill().at(others.inService());
    endPhases(now);
    return this;
  }

  private Behavior<WorkerCommand> onHalt() {
    prefilling.clear();
    decoding.clear();
    wakeNanos = NEVER;
    return this;
  }

  private Behavior<WorkerCommand> onCancel(WorkerCommand.Cancel cancel) {
    long now = clock.nowNanos();
    advanceTo(now);
    for (PriorityQueue<Sequence> phase : List.of(prefilling, decoding)) {
      for (Sequence sequence : List.copyOf(phase)) {
        if (sequence.request.step().exchange() == cancel.exchange()) {
          phase.remove(sequence);
          workerContext
              .replyTo()
              .tell(workerContext.cancelled(sequence.request, sequence.startedNanos, now));
        }
      }
    }
    endPhases(now);
    return this;
  }

  private void advanceTo(long now) {
    int together = together();
    if (together == 0) {
      prefillClock = 0;
      decodeClock = 0;
    } else {
      double elapsed = now - lastNanos;
      prefillClock += elapsed / prefillSlowdownOf(together);
      decodeClock += elapsed / nanosPerToken(together);
    }
    lastNanos = now;
  }

  /** Moves requests on that are through their phase, and sets the timer for the next. */
  private void endPhases(long now) {
    while (!prefilling.isEmpty() && prefilling.peek().target <= prefillClock + ROUNDING) {
      Sequence sequence = prefilling.poll();
      sequence.target = decodeClock + sequence.request.outputTokens() * sequence.pace;
      sequence.firstTokenNanos = now + Math.round(nanosPerToken(together() + 1) * sequence.pace);
      decoding.add(sequence);
    }
    while (!decoding.isEmpty() && decoding.peek().target <= decodeClock + ROUNDING) {
      complete(decoding.poll(), now);
    }
    if (exchanges > 0) {
      decoding.forEach(sequence -> foresee(sequence, now));
    }
    wakeForNextEnd(now);
  }

  private void foresee(Sequence sequence, long now) {
    Request request = sequence.request;
    if (request.step().exchange() != null) {
      double written = request.outputTokens() - (sequence.target - decodeClock) / sequence.pace;
      request
          .step()
          .exchange()
          .foreseen(
              written, request.outputTokens(), now, nanosPerToken(together()) * sequence.pace);
    }
  }

  private void complete(Sequence sequence, long now) {
    workerContext
        .replyTo()
        .tell(
            workerContext.completed(
                sequence.request,
                sequence.cachedTokens,
                sequence.startedNanos,
                Math.min(now, sequence.firstTokenNanos),
                now));
  }

  /** A timer that is set for an earlier time is left alone: it will look again. */
  private void wakeForNextEnd(long now) {
    int together = together();
    double nanos = Double.POSITIVE_INFINITY;
    if (!prefilling.isEmpty()) {
      nanos = (prefilling.peek().target - prefillClock) * prefillSlowdownOf(together);
    }
    if (!decoding.isEmpty()) {
      nanos = Math.min(nanos, (decoding.peek().target - decodeClock) * nanosPerToken(together));
    }
    if (Double.isInfinite(nanos)) {
      return;
    }
    long delay = (long) Math.ceil(Math.max(0, nanos));
    if (now + delay < wakeNanos) {
      wakeNanos = now + delay;
      clock.tellAfter(delay, self, new Wake(wakeNanos));
    }
  }

  private double nanosPerToken(int together) {
    return nanosPerToken[together] * tokenContention;
  }

  private double prefillSlowdownOf(int together) {
    return prefillSlowdown[together] * prefillContention;
  }

  private int together() {
    return prefilling.size() + decoding.size();
  }
}
