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
 * <p>While nothing comes, ends or runs out of memory, all steps have the same batch and each is
 * longer than the one before by a constant, because each context grows by one token: so many steps
 * are one jump, whose length is an arithmetic series. Whatever comes during a step waits for its
 * end.
 *
 * <p>Times are nanoseconds of one clock. The caller sees to it that time does not go back, and
 * calls {@link #advance} at {@link #nextNanos}. Not thread-safe.
 *
 * @param <R> what a request is to the caller
 */
public final class StepEngine<R> {
  /** Nothing will happen. */
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

  /** Whether the first step after a pause is about to begin, with all that comes at its instant. */
  private boolean starting;

  /** The jump that goes on. */
  private boolean stepping;

  private double startNanos;
  private long steps;

  /** Nanoseconds of its first step, and by how much each is longer than the one before. */
  private double firstStepNanos;

  private double growthNanos;
  private boolean decodesOnly;
  private int batch;
  private double promptTokens;
  private double stepTokens;

  /**
   * An engine with nothing to do.
   *
   * @param byKey whether the sequence with the greatest key is preempted first, instead of the last
   *     admitted
   * @param power that it draws; empty where that is not known
   */
  public StepEngine(
      Engine engine, EngineListener<R> listener, boolean byKey, Optional<Power> power) {
    this.engine = engine;
    this.stepTime = engine.stepTime();
    this.listener = listener;
    this.byKey = byKey;
    this.memory = new KvMemory(engine);
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
    if (!stepping) {
      starting = true;
      startNanos = nowNanos;
    } else if (waiting.first() == sequence && mayBeAdmittedNext(sequence)) {
      endJumpAfter(nowNanos);
    }
  }

  /**
   * A request is not wanted any more. One that waits is gone at once; one that runs is told of at
   * the end of its step.
   *
   * @return whether it is gone already
   */
  public boolean cancel(Sequence<R> sequence, double nowNanos) {
    advanceBefore(nowNanos);
    if (sequence.isRunning) {
      sequence.isCancelled = true;
      endJumpAfter(nowNanos);
      return false;
    }
    meter.to(nowNanos, running.size(), waiting.size());
    boolean wasFirst = !waiting.isEmpty() && waiting.first() == sequence;
    boolean wasThere = waiting.remove(sequence);
    if (wasFirst && !waiting.isEmpty() && mayBeAdmittedNext(waiting.first())) {
      endJumpAfter(nowNanos);
    }
    return wasThere;
  }

  /** When something happens next if nothing comes; {@link #NEVER} where nothing is to be done. */
  public double nextNanos() {
    if (starting) {
      return startNanos;
    }
    return stepping ? startNanos + length(steps) : NEVER;
  }

  /** Does what is due by now. */
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
      begin(startNanos);
    } else {
      endJump();
    }
  }

  /** The worker is lost: nothing is there any more, and nobody is told. */
  public void clear(double nowNanos) {
    meter.to(nowNanos, running.size(), waiting.size());
    if (stepping) {
      double part = nowNanos - startNanos;
      meter.stepped(part, part * promptShare(), batch, 0);
    }
    for (Sequence<R> sequence : running) {
      sequence.isRunning = false;
    }
    running.clear();
    waiting.clear();
    memory.clear();
    starting = false;
    stepping = false;
    meter.blocks(nowNanos, 0);
  }

  /** Requests that run. */
  public int runningCount() {
    return running.size();
  }

  /** Requests that wait. */
  public int waitingCount() {
    return waiting.size();
  }

  /** Tokens that the step that goes on computes; zero where none does. */
  double stepTokens() {
    return stepping ? stepTokens : 0;
  }

  /** Blocks that requests hold. */
  public long blocksUsed() {
    return memory.used();
  }

  /** The requests that run, in order of admission; not to be changed. */
  public List<Sequence<R>> running() {
    return Collections.unmodifiableList(running);
  }

  /** What it has done by now; a step that goes on counts as far as it has come. */
  public EngineLevels levels(double nowNanos) {
    double part = stepping ? Math.max(0, nowNanos - startNanos) : 0;
    return meter.snapshot(
        nowNanos, running.size(), waiting.size(), part, part * promptShare(), batch);
  }

  /** Mean nanoseconds of the steps that go on; zero where none does. */
  public double meanStepNanos() {
    return stepping ? length(steps) / steps : 0;
  }

  /** Tokens that a sequence is on by after a step, on average. */
  public double tokensGained() {
    return stepTime.tokensGained();
  }

  /** When the steps that go on began. */
  public double startNanos() {
    return startNanos;
  }

  /** Nanoseconds that the first so many steps of the jump take. */
  private double length(long count) {
    double n = count;
    return n * firstStepNanos + growthNanos * n * (n - 1) / 2;
  }

  private double promptShare() {
    return stepTokens > 0 ? promptTokens / stepTokens : 0;
  }

  /** Whether the request may be admitted at the end of the step that goes on. */
  private boolean mayBeAdmittedNext(Sequence<R> sequence) {
    if (steps == 1 || running.size() >= engine.maxSequences()) {
      return false; // At the end of a single step it is looked at anyway.
    }
    return memory.blocksOf(sequence.target()) - memory.hits(sequence) <= memory.free();
  }

  /** The jump ends with the step that goes on now. */
  private void endJumpAfter(double nowNanos) {
    if (!stepping || steps == 1) {
      return;
    }
    double elapsed = nowNanos - startNanos;
    double a = growthNanos / 2;
    double b = firstStepNanos - a;
    double guess = a == 0 ? elapsed / b : (Math.sqrt(b * b + 4 * a * elapsed) - b) / (2 * a);
    long count = Math.max(1, Math.min(steps, (long) Math.ceil(guess)));
    while (count > 1 && length(count - 1) >= elapsed) {
      count--;
    }
    while (count < steps && length(count) < elapsed) {
      count++;
    }
    steps = count;
  }

  private void endJump() {
    double end = nextNanos();
    double duration = end - startNanos;
    meter.to(end, running.size(), waiting.size());
    meter.stepped(duration, duration * promptShare(), batch, steps);
    double firstEnd = startNanos + firstStepNanos;
    stepping = false;
    for (int i = 0; i < running.size(); i++) {
      Sequence<R> sequence = running.get(i);
      if (sequence.step > 0) {
        moveOn(sequence, firstEnd);
      }
    }
    for (int i = 0; i < running.size(); i++) {
      Sequence<R> sequence = running.get(i);
      if (sequence.isDone() || sequence.isCancelled) {
        running.remove(i--);
        sequence.isRunning = false;
        memory.release(sequence);
        if (sequence.isDone()) {
          listener.finished(sequence, end);
        } else {
          listener.cancelled(sequence, end);
        }
      }
    }
    meter.blocks(end, memory.used());
    begin(end);
  }

  private void moveOn(Sequence<R> sequence, double firstEnd) {
    if (decodesOnly) {
      double gained = steps * stepTime.tokensGained();
      long more = blocksAfter(sequence, steps);
      if (more > 0) {
        memory.take(sequence, more);
      }
      sequence.firstToken(firstEnd);
      double written = Math.min(gained, sequence.output - sequence.generated);
      sequence.generated += written;
      sequence.computed = sequence.target() - 1;
      meter.wrote(written);
      return;
    }
    boolean decoded = sequence.decodes();
    double target = sequence.target();
    sequence.computed += decoded ? 1 : sequence.step;
    if (!decoded) {
      memory.computed(sequence);
    }
    if (sequence.computed >= target - 1e-6) {
      double gained = decoded ? gained(sequence.step) : 1;
      double written = Math.min(gained, sequence.output - sequence.generated);
      sequence.firstToken(firstEnd);
      sequence.generated += written;
      sequence.computed = sequence.target() - 1;
      meter.wrote(written);
    }
  }

  /** Puts the batch of the next step together and looks how many like it follow. */
  private void begin(double nowNanos) {
    starting = false;
    if (running.isEmpty() && waiting.isEmpty()) {
      return;
    }
    for (int i = 0; i < running.size(); i++) {
      running.get(i).step = 0;
    }
    double budget = engine.maxBatchedTokens();
    boolean wasPreempted = false;
    int at = 0;
    while (at < running.size()) {
      Sequence<R> sequence = running.get(at);
      double tokens = tokensOf(sequence, budget);
      if (tokens <= 0) {
        at++;
        continue;
      }
      long need = blocksFor(sequence, tokens) - sequence.blocks;
      boolean isThere = true;
      while (isThere && need > memory.free()) {
        int victim = victim();
        Sequence<R> loser = running.remove(victim);
        budget += loser.step;
        preempt(loser);
        wasPreempted = true;
        isThere = loser != sequence;
        at -= victim < at ? 1 : 0;
      }
      if (isThere) {
        memory.take(sequence, Math.max(0, need));
        sequence.step = tokens;
        budget -= tokens;
        at++;
      }
    }
    if (!wasPreempted) {
      admit(nowNanos, budget);
    }
    batch(nowNanos, wasPreempted);
  }

  /** Tokens that the sequence computes in the next step. */
  private double tokensOf(Sequence<R> sequence, double budget) {
    return Math.min(
        sequence.decodes() ? stepTime.tokensPerDecode() : sequence.target() - sequence.computed,
        budget);
  }

  /** Tokens that a sequence in decode is on by; fewer where the budget has cut what is proposed. */
  private double gained(double tokens) {
    double proposed = stepTime.tokensPerDecode() - 1.0;
    return tokens > proposed
        ? stepTime.tokensGained()
        : 1 + (stepTime.tokensGained() - 1) * (tokens - 1) / proposed;
  }

  /** Blocks that the sequence must hold to compute so many tokens. */
  private long blocksFor(Sequence<R> sequence, double tokens) {
    return memory.blocksOf(sequence.computed + tokens);
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

  private void batch(double nowNanos, boolean wasPreempted) {
    int sequences = 0;
    int sampled = 0;
    int decoding = 0;
    double tokens = 0;
    double prompts = 0;
    double contexts = 0;
    double pairs = 0;
    double left = Double.POSITIVE_INFINITY;
    boolean alike = !wasPreempted;
    for (int i = 0; i < running.size(); i++) {
      Sequence<R> sequence = running.get(i);
      double n = sequence.step;
      if (n > 0) {
        sequences++;
        tokens += n;
        contexts += sequence.computed + n;
        pairs += n * (sequence.computed + n / 2);
        if (sequence.decodes()) {
          decoding++;
          alike &= n == stepTime.tokensPerDecode();
          sampled++;
          left = Math.min(left, sequence.output - sequence.generated);
        } else {
          prompts += n;
          sampled += sequence.computed + n >= sequence.target() - 1e-6 ? 1 : 0;
          alike = false;
        }
      }
    }
    batch = sequences;
    promptTokens = prompts;
    stepTokens = tokens;
    startNanos = nowNanos;
    firstStepNanos =
        stepTime.batchNanos(sequences, tokens, sampled, decoding)
            + stepTime.contextNanos(contexts, pairs);
    decodesOnly = alike;
    stepping = true;
    steps = 1;
    growthNanos = 0;
    if (alike) {
      double gained = stepTime.tokensGained();
      growthNanos = stepTime.contextNanos(sequences * gained, tokens * gained);
      steps = stepsInMemory(Math.max(1, (long) Math.ceil(left / gained - 1e-9)));
    }
    meter.blocks(nowNanos, memory.used());
  }

  /** How many steps like this one there is memory for, up to a limit. */
  private long stepsInMemory(long limit) {
    long free = memory.free();
    double most = limit * stepTime.tokensGained() + stepTime.tokensPerDecode();
    if (batch * (memory.blocksOf(most) + 1) <= free || blocksAfter(limit) <= free) {
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

  /**
   * Blocks that the sequences of the step take beyond those that they hold, after so many steps.
   */
  private long blocksAfter(long count) {
    long more = 0;
    for (int i = 0; i < running.size(); i++) {
      Sequence<R> sequence = running.get(i);
      more += sequence.step > 0 ? blocksAfter(sequence, count) : 0;
    }
    return more;
  }

  /** Its last step writes what it proposes before it is known what is kept of it. */
  private long blocksAfter(Sequence<R> sequence, long count) {
    double tokens =
        sequence.computed + (count - 1) * stepTime.tokensGained() + stepTime.tokensPerDecode();
    return Math.max(0, memory.blocksOf(tokens) - sequence.blocks);
  }
}
