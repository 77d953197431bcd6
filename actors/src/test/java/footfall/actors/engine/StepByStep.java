package footfall.actors.engine;

import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.StepTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plain engine that visits every sequence at every step and keeps every block: the rules once
 * more, written down without any thought of speed.
 */
final class StepByStep {
  /** A request. */
  static final class Job {
    final double arrivalNanos;
    final int prompt;
    final int output;

    /** What the tokens are: for each block of the prompt and reply, a name of its content. */
    final List<String> names;

    /** The greatest is preempted first and admitted last. */
    final int key;

    double admittedNanos = Double.NaN;
    double firstTokenNanos = Double.NaN;
    double endNanos = Double.NaN;
    int preemptions;
    private int computed;
    private int generated;
    private int now;
    private int order;
    private final List<Block> blocks = new ArrayList<>();

    Job(double arrivalNanos, int prompt, int output, List<String> names, int key) {
      this.key = key;
      this.arrivalNanos = arrivalNanos;
      this.prompt = prompt;
      this.output = output;
      this.names = names;
    }

    private int target() {
      return prompt + generated;
    }
  }

  private static final class Block {
    private String name;
    private int holders;
  }

  private final Engine engine;
  private final StepTime time;
  private final List<Job> waiting = new ArrayList<>();
  private final List<Job> running = new ArrayList<>();

  /** Free blocks, the next to be taken first. */
  private final Set<Block> free = new LinkedHashSet<>();

  private final Map<String, Block> named = new HashMap<>();
  int mostBlocks;
  int steps;

  StepByStep(Engine engine) {
    this.engine = engine;
    this.time = engine.stepTime();
    for (int i = 0; i < engine.blocks(); i++) {
      free.add(new Block());
    }
  }

  /** Serves the jobs, which are in order of arrival. */
  void run(List<Job> jobs) {
    for (int i = 0; i < jobs.size(); i++) {
      jobs.get(i).order = i;
    }
    double now = 0;
    int next = 0;
    while (next < jobs.size() || !waiting.isEmpty() || !running.isEmpty()) {
      while (next < jobs.size() && jobs.get(next).arrivalNanos <= now) {
        Job job = jobs.get(next++);
        int behind = 0;
        while (behind < waiting.size() && waiting.get(behind).key <= job.key) {
          behind++;
        }
        waiting.add(behind, job);
      }
      if (waiting.isEmpty() && running.isEmpty()) {
        now = jobs.get(next).arrivalNanos;
        continue;
      }
      now += step(now);
      steps++;
      end(now);
    }
  }

  private double step(double now) {
    int budget = engine.maxBatchedTokens();
    boolean preempted = false;
    running.forEach(job -> job.now = 0);
    for (Job job : List.copyOf(running)) {
      if (!running.contains(job)) {
        continue; // Preempted by one before it.
      }
      int tokens = Math.min(job.target() - job.computed, budget);
      while (running.contains(job)
          && blocksOf(job.computed + tokens) - job.blocks.size() > free.size()) {
        Job last = victim();
        running.remove(last);
        budget += last.now;
        release(last);
        last.computed = 0;
        last.now = 0;
        last.preemptions++;
        int ahead = 0;
        while (ahead < waiting.size() && waiting.get(ahead).key < last.key) {
          ahead++;
        }
        waiting.add(ahead, last);
        preempted = true;
      }
      if (running.contains(job)) {
        take(job, tokens);
        budget -= tokens;
      }
    }
    while (!preempted
        && !waiting.isEmpty()
        && budget > 0
        && running.size() < engine.maxSequences()) {
      Job job = waiting.get(0);
      List<Block> hits = hits(job);
      long idle = hits.stream().filter(block -> block.holders == 0).count();
      if (blocksOf(job.target()) - hits.size() + idle > free.size()) {
        break;
      }
      waiting.remove(0);
      running.add(job);
      for (Block hit : hits) {
        hit.holders++;
        free.remove(hit);
        job.blocks.add(hit);
      }
      job.computed = hits.size() * engine.blockSize();
      int tokens = Math.min(job.target() - job.computed, budget);
      take(job, tokens);
      budget -= tokens;
      if (Double.isNaN(job.admittedNanos)) {
        job.admittedNanos = now;
      }
    }
    return duration();
  }

  /** The last admitted; where keys differ, of those with the greatest key the last that arrived. */
  private Job victim() {
    boolean differ = running.stream().anyMatch(job -> job.key > 0);
    Job victim = running.get(running.size() - 1);
    for (Job job : running) {
      boolean later = job.key > victim.key || job.key == victim.key && job.order > victim.order;
      victim = differ && later ? job : victim;
    }
    return victim;
  }

  private double duration() {
    double tokens = 0;
    double contexts = 0;
    double pairs = 0;
    int sequences = 0;
    int sampled = 0;
    int decoding = 0;
    for (Job job : running) {
      if (job.now > 0) {
        sequences++;
        tokens += job.now;
        contexts += job.computed + job.now;
        pairs += job.now * (job.computed + job.now / 2.0);
        sampled += job.computed + job.now == job.target() ? 1 : 0;
        decoding += job.generated > 0 && job.computed == job.target() - 1 ? 1 : 0;
      }
    }
    return time.batchNanos(sequences, tokens, sampled, decoding)
        + time.contextNanos(contexts, pairs);
  }

  private void end(double now) {
    for (Job job : List.copyOf(running)) {
      job.computed += job.now;
      if (job.now > 0 && job.computed == job.target()) {
        job.generated++;
        job.firstTokenNanos = Double.isNaN(job.firstTokenNanos) ? now : job.firstTokenNanos;
      }
      name(job, Math.min(job.computed, job.prompt));
    }
    for (Job job : List.copyOf(running)) {
      if (job.generated == job.output) {
        running.remove(job);
        release(job);
        job.endNanos = now;
      }
    }
  }

  /**
   * Full blocks of so many tokens get the name of their content, unless another has it; those of a
   * reply when its request is gone.
   */
  private void name(Job job, int tokens) {
    for (int i = 0; engine.prefixCaching() && i < tokens / engine.blockSize(); i++) {
      Block block = job.blocks.get(i);
      if (block.name == null && !named.containsKey(job.names.get(i))) {
        block.name = job.names.get(i);
        named.put(block.name, block);
      }
    }
  }

  private List<Block> hits(Job job) {
    List<Block> hits = new ArrayList<>();
    for (int i = 0; engine.prefixCaching() && i < (job.target() - 1) / engine.blockSize(); i++) {
      Block block = named.get(job.names.get(i));
      if (block == null) {
        break;
      }
      hits.add(block);
    }
    return hits;
  }

  private void take(Job job, int tokens) {
    job.now = tokens;
    while (job.blocks.size() < blocksOf(job.computed + tokens)) {
      Block block = free.iterator().next();
      free.remove(block);
      if (block.name != null) {
        named.remove(block.name);
        block.name = null;
      }
      block.holders = 1;
      job.blocks.add(block);
    }
    mostBlocks = Math.max(mostBlocks, engine.blocks() - free.size());
  }

  private void release(Job job) {
    name(job, job.computed);
    for (int i = job.blocks.size() - 1; i >= 0; i--) {
      Block block = job.blocks.get(i);
      if (--block.holders == 0) {
        release(block);
      }
    }
    job.blocks.clear();
  }

  /** Blocks without content are taken before all others. */
  private void release(Block block) {
    if (block.name != null) {
      free.add(block);
      return;
    }
    Set<Block> others = new LinkedHashSet<>(free);
    free.clear();
    free.add(block);
    free.addAll(others);
  }

  private int blocksOf(int tokens) {
    return (tokens + engine.blockSize() - 1) / engine.blockSize();
  }

  int blocksHeld() {
    return engine.blocks() - new HashSet<>(free).size();
  }
}
