package footfall.actors.engine;

import footfall.reports.recording.EngineLevels;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.StepTime;
import footfall.scenarios.pools.Power;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A continuous-batching engine by the rules of vLLM's V1 scheduler. A step computes one batch:
 *
 * <ol>
 *   <li>what runs goes first, in order of admission: one token each in decode, the rest of the
 *       prompt (cut to the budget) in prefill;
 *   <li>each takes blocks of memory as it writes; when none is free the last admitted is preempted,
 *       goes to the head of the queue and is computed again; then nothing is admitted in this step;
 *   <li>waiting requests are admitted in order while budget and {@code maxSequences} allow and the
 *       blocks of their whole prompt are free.
 * </ol>
 *
 * <p>Steps of an unchanged batch are taken as one {@link Jump}. A request that arrives during a
 * step can join at the end of that step.
 *
 * <p>Times are nanoseconds of one clock that never goes back; the caller calls {@link #advance} at
 * {@link #nextNanos}. Not thread-safe.
 *
 * @param <R> the caller's request type
 */
public final class StepEngine<R> {
  /** The engine is idle. */
  public static final double NEVER = Double.POSITIVE_INFINITY;

  private final Engine engine;
  private final StepTime stepTime;
  private final EngineListener<R> listener;
  private final boolean byKey;
  private final KvMemory memory;
  private final List<Sequence<R>> running = new ArrayList<>();
  private final TreeSet<Sequence<R>> waiting =
      new TreeSet<>(
          Comparator.<Sequence<R>>comparingDouble(s -> s.key).thenComparingLong(s -> s.number));
  private final EngineMeter meter;
  private long arrivals;
  private long preempted;

  private final Jump jump;

  /** Whether the engine was idle and starts its next step now, with all that arrives now. */
  private boolean starting;

  private double startingNanos;

  /**
   * An idle engine.
   *
   * @param byKey preempt the sequence with the greatest key first, instead of the last admitted
   * @param power of the device; empty if unknown
   */
  public StepEngine(
      Engine engine, EngineListener<R> listener, boolean byKey, Optional<Power> power) {
    this.engine = engine;
    this.stepTime = engine.stepTime();
    this.listener = listener;
    this.byKey = byKey;
    this.memory = new KvMemory(engine);
    this.jump = new Jump(stepTime);
    this.meter =
        new EngineMeter(
            memory.total(),
            power.map(Power::prefillWatts).orElse(0.0),
            power.map(p -> p.decodeWatts(engine.maxSequences())).orElse(new double[0]));
  }

  /** A request arrives; the engine must be able to hold it, see {@link Engine#fits}. */
  public void arrive(Sequence<R> sequence, double nowNanos) {
    advanceBefore(nowNanos);
    meter.to(nowNanos, running.size(), waiting.size());
    sequence.arrival = ++arrivals;
    sequence.number = sequence.arrival;
    waiting.add(sequence);
    if (!jump.isOn()) {
      starting = true;
      startingNanos = nowNanos;
    } else if (waiting.first() == sequence && mayBeAdmittedNext(sequence)) {
      jump.endAfter(nowNanos);
    }
  }

  /**
   * Cancels a request. One that waits is removed at once; one that runs is removed at the end of
   * its step, and the listener is told.
   *
   * @return whether it was removed at once
   */
  public boolean cancel(Sequence<R> sequence, double nowNanos) {
    advanceBefore(nowNanos);
    if (sequence.isRunning) {
      sequence.isCancelled = true;
      jump.endAfter(nowNanos);
      return false;
    }
    meter.to(nowNanos, running.size(), waiting.size());
    boolean wasFirst = !waiting.isEmpty() && waiting.first() == sequence;
    boolean wasThere = waiting.remove(sequence);
    if (wasFirst && !waiting.isEmpty() && mayBeAdmittedNext(waiting.first())) {
      jump.endAfter(nowNanos);
    }
    return wasThere;
  }

  /** When the engine has to act next if nothing arrives; {@link #NEVER} if it is idle. */
  public double nextNanos() {
    if (starting) {
      return startingNanos;
    }
    return jump.isOn() ? jump.endNanos() : NEVER;
  }

  /** Does everything due up to and including this time. */
  public void advance(double nowNanos) {
    while (nextNanos() <= nowNanos) {
      goOn();
    }
  }

  private void advanceBefore(double nowNanos) {
    while (nextNanos() < nowNanos) {
      goOn();
    }
  }

  private void goOn() {
    if (starting) {
      schedule(startingNanos);
    } else {
      endJump();
    }
  }

  /**
   * The worker is lost: all requests and cached blocks are dropped without telling the listener.
   */
  public void clear(double nowNanos) {
    meter.to(nowNanos, running.size(), waiting.size());
    double elapsed = jump.elapsedNanos(nowNanos);
    meter.stepped(elapsed, elapsed * jump.promptShare(), jump.sequences(), 0);
    for (Sequence<R> sequence : running) {
      sequence.isRunning = false;
    }
    running.clear();
    waiting.clear();
    memory.clear();
    starting = false;
    jump.stop();
    meter.blocks(nowNanos, 0);
  }

  /** Number of running requests. */
  public int runningCount() {
    return running.size();
  }

  /** Number of waiting requests. */
  public int waitingCount() {
    return waiting.size();
  }

  /** Tokens that the step in progress computes; zero when idle. */
  double stepTokens() {
    return jump.tokens();
  }

  /** Blocks in use. */
  public long blocksUsed() {
    return memory.used();
  }

  /** Running requests in order of admission; unmodifiable. */
  public List<Sequence<R>> running() {
    return Collections.unmodifiableList(running);
  }

  /** Counts so far, including the elapsed part of the step in progress. */
  public EngineLevels levels(double nowNanos) {
    double elapsed = jump.elapsedNanos(nowNanos);
    return meter.snapshot(
        nowNanos,
        running.size(),
        waiting.size(),
        elapsed,
        elapsed * jump.promptShare(),
        jump.sequences());
  }

  /** Mean length of the current steps in nanoseconds; zero when idle. */
  public double meanStepNanos() {
    return jump.meanStepNanos();
  }

  /** Mean number of tokens that a decoding sequence gains in a step. */
  public double tokensGained() {
    return stepTime.tokensGained();
  }

  /** Start of the current steps. */
  public double startNanos() {
    return jump.startNanos();
  }

  /** Whether the request can be admitted before the current steps end. */
  private boolean mayBeAdmittedNext(Sequence<R> sequence) {
    if (jump.isOneStep() || running.size() >= engine.maxSequences()) {
      return false; // Admission is tried at the end of every jump anyway.
    }
    return memory.blocksOf(sequence.target()) - memory.hits(sequence) <= memory.free();
  }

  private void endJump() {
    double end = jump.endNanos();
    double duration = end - jump.startNanos();
    meter.to(end, running.size(), waiting.size());
    meter.stepped(duration, duration * jump.promptShare(), jump.sequences(), jump.steps());
    jump.stop();
    for (int i = 0; i < running.size(); i++) {
      Sequence<R> sequence = running.get(i);
      if (sequence.step > 0) {
        moveOn(sequence, jump.firstEndNanos());
      }
    }
    meter.blocks(end, memory.used());
    removeEnded(end);
    schedule(end);
  }

  private void removeEnded(double nowNanos) {
    for (int i = 0; i < running.size(); i++) {
      Sequence<R> sequence = running.get(i);
      if (sequence.isDone() || sequence.isCancelled) {
        running.remove(i--);
        sequence.isRunning = false;
        memory.release(sequence);
        if (sequence.isDone()) {
          listener.finished(sequence, nowNanos);
        } else {
          listener.cancelled(sequence, nowNanos);
        }
      }
    }
  }

  private void moveOn(Sequence<R> sequence, double firstEnd) {
    if (jump.decodesOnly()) {
      memory.take(sequence, blocksAfter(sequence, jump.steps()));
      write(sequence, jump.steps() * stepTime.tokensGained(), firstEnd);
    } else if (sequence.decodes()) {
      write(sequence, gained(sequence.step), firstEnd);
    } else {
      boolean isRead = sequence.isReadAfter(sequence.step);
      sequence.computed += sequence.step;
      memory.computed(sequence);
      if (isRead) {
        write(sequence, 1, firstEnd);
      }
    }
  }

  private void write(Sequence<R> sequence, double gained, double firstEnd) {
    double written = Math.min(gained, sequence.output - sequence.generated);
    sequence.firstToken(firstEnd);
    sequence.generated += written;
    sequence.computed = sequence.target() - 1;
    meter.wrote(written);
  }

  /** Composes the batch of the next step: running requests first, then new ones. */
  private void schedule(double nowNanos) {
    starting = false;
    meter.blocks(nowNanos, memory.used());
    if (running.isEmpty() && waiting.isEmpty()) {
      return;
    }
    for (int i = 0; i < running.size(); i++) {
      running.get(i).step = 0;
    }
    long preemptedBefore = preempted;
    double budget = scheduleRunning(engine.maxBatchedTokens());
    boolean hasPreempted = preempted > preemptedBefore;
    if (!hasPreempted) {
      admit(nowNanos, budget);
    }
    jump.start(nowNanos, running, !hasPreempted);
    if (!jump.isOneStep()) {
      jump.limitTo(stepsInMemory(jump.steps()));
    }
    meter.blocks(nowNanos, memory.used());
  }

  /** Schedules running requests, preempting others for memory; returns the remaining budget. */
  private double scheduleRunning(double tokenBudget) {
    double budget = tokenBudget;
    int at = 0;
    while (at < running.size()) {
      Sequence<R> sequence = running.get(at);
      double tokens = tokensOf(sequence, budget);
      long need = memory.blocksOf(sequence.computed + tokens) - sequence.blocks;
      boolean isRunning = true;
      while (tokens > 0 && isRunning && need > memory.free()) {
        int victim = victim();
        Sequence<R> loser = running.remove(victim);
        budget += loser.step;
        preempt(loser);
        isRunning = loser != sequence;
        at -= victim < at ? 1 : 0;
      }
      if (isRunning) {
        if (tokens > 0) {
          memory.take(sequence, Math.max(0, need));
          sequence.step = tokens;
          budget -= tokens;
        }
        at++;
      }
    }
    return budget;
  }

  /** Tokens that the sequence computes in the next step, within the budget. */
  private double tokensOf(Sequence<R> sequence, double budget) {
    return Math.min(
        sequence.decodes() ? stepTime.tokensPerDecode() : sequence.target() - sequence.computed,
        budget);
  }

  /** Tokens that a decoding sequence gains; fewer if the budget cut the proposed tokens. */
  private double gained(double tokens) {
    double proposed = stepTime.tokensPerDecode() - 1.0;
    return tokens > proposed
        ? stepTime.tokensGained()
        : 1 + (stepTime.tokensGained() - 1) * (tokens - 1) / proposed;
  }

  private int victim() {
    int last = running.size() - 1;
    if (!byKey) {
      return last;
    }
    int chosen = last;
    for (int i = last - 1; i >= 0; i--) {
      Sequence<R> sequence = running.get(i);
      Sequence<R> other = running.get(chosen);
      if (sequence.key > other.key
          || (sequence.key == other.key && sequence.arrival > other.arrival)) {
        chosen = i;
      }
    }
    return chosen;
  }

  private void preempt(Sequence<R> loser) {
    meter.preempted();
    memory.release(loser);
    loser.preempted();
    loser.number = -(++preempted);
    waiting.add(loser);
  }

  private void admit(double nowNanos, double budgetLeft) {
    double budget = budgetLeft;
    while (!waiting.isEmpty() && budget > 0 && running.size() < engine.maxSequences()) {
      Sequence<R> sequence = waiting.first();
      long hits = memory.hits(sequence);
      long whole = memory.blocksOf(sequence.target()) - hits;
      if (whole + memory.idleHits(sequence, hits) > memory.free()) {
        return;
      }
      waiting.pollFirst();
      running.add(sequence);
      sequence.isRunning = true;
      memory.takeHits(sequence, hits);
      double tokens = Math.min(sequence.target() - sequence.computed, budget);
      memory.take(sequence, memory.blocksOf(sequence.computed + tokens) - sequence.blocks);
      sequence.step = tokens;
      budget -= tokens;
      if (sequence.wasAdmitted()) {
        meter.resumed(sequence.target() - sequence.computed);
      } else {
        meter.admitted(sequence.prompt - sequence.computed, sequence.computed);
        sequence.admitted(nowNanos, (int) sequence.computed);
        listener.admitted(sequence, nowNanos);
      }
    }
  }

  /** Number of steps of this batch that fit into the free blocks, at most {@code limit}. */
  private long stepsInMemory(long limit) {
    long free = memory.free();
    double most = limit * stepTime.tokensGained() + stepTime.tokensPerDecode();
    if (jump.sequences() * (memory.blocksOf(most) + 1) <= free || blocksAfter(limit) <= free) {
      return limit;
    }
    long enough = 1;
    long tooMany = limit;
    while (tooMany - enough > 1) {
      long middle = (enough + tooMany) / 2;
      if (blocksAfter(middle) <= free) {
        enough = middle;
      } else {
        tooMany = middle;
      }
    }
    return enough;
  }

  /** Additional blocks that the batch needs for {@code count} steps. */
  private long blocksAfter(long count) {
    long more = 0;
    for (int i = 0; i < running.size(); i++) {
      Sequence<R> sequence = running.get(i);
      more += sequence.step > 0 ? blocksAfter(sequence, count) : 0;
    }
    return more;
  }

  /** Includes the blocks of the tokens proposed in the last step, accepted or not. */
  private long blocksAfter(Sequence<R> sequence, long count) {
    double tokens =
        sequence.computed + (count - 1) * stepTime.tokensGained() + stepTime.tokensPerDecode();
    return Math.max(0, memory.blocksOf(tokens) - sequence.blocks);
  }
}
