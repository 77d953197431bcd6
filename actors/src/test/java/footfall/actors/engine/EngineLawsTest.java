package footfall.actors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.recording.EngineLevels;
import footfall.reports.recording.EngineLevels.Count;
import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.ModelShape;
import footfall.scenarios.engine.Speculation;
import footfall.scenarios.pools.Curve;
import footfall.scenarios.pools.Power;
import footfall.scenarios.pools.Site;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds of every engine, whatever comes and whoever leaves. */
class EngineLawsTest {
  private static final ModelShape MODEL =
      new ModelShape(7e9, 5e8, 15e9, 131_072, 0, 32, 4_096, Optional.empty());
  private static final DeviceRates DEVICE =
      new DeviceRates(1e-3, 2e-5, 153e12, 927e9, 806e9, 82e12, 0);
  private static final int WORKLOADS = 300;

  private final List<Sequence<Integer>> admitted = new ArrayList<>();
  private final List<Sequence<Integer>> finished = new ArrayList<>();
  private final Set<Integer> cancelled = new HashSet<>();

  private final EngineListener<Integer> listener =
      new EngineListener<>() {
        @Override
        public void admitted(Sequence<Integer> sequence, double nanos) {
          admitted.add(sequence);
        }

        @Override
        public void finished(Sequence<Integer> sequence, double nanos) {
          finished.add(sequence);
        }

        @Override
        public void cancelled(Sequence<Integer> sequence, double nanos) {
          cancelled.add(sequence.request());
        }
      };

  private static Engine engine(SplittableRandom random, long kvTokens, boolean speculates) {
    return new Engine(
        random.nextInt(1, 16),
        random.nextInt(16, 200),
        16,
        kvTokens,
        Long.MAX_VALUE,
        random.nextBoolean(),
        MODEL,
        DEVICE,
        speculates ? Optional.of(new Speculation(3, 1.7, 2e-3)) : Optional.empty());
  }

  /** Requests at random, of which some are given up, one after another. */
  private EngineLevels run(SplittableRandom random, Engine spec, boolean leave) {
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, false, Optional.empty());
    List<Sequence<Integer>> there = new ArrayList<>();
    double now = 0;
    for (int i = 0; i < 60; i++) {
      now += random.nextDouble() * 2e8;
      if (leave && !there.isEmpty() && random.nextInt(4) == 0) {
        Sequence<Integer> gone = there.remove(random.nextInt(there.size()));
        if (engine.cancel(gone, now)) {
          cancelled.add(gone.request());
        }
      }
      Content content = Content.after(7, 40, 100 + i % 5 + 10L * i);
      Sequence<Integer> sequence =
          new Sequence<>(i, 41 + random.nextInt(150), 1 + random.nextInt(60), 0, content);
      engine.arrive(sequence, now);
      there.add(sequence);
      assertBounded(engine, spec);
    }
    while (engine.nextNanos() < StepEngine.NEVER) {
      engine.advance(engine.nextNanos());
      assertBounded(engine, spec);
    }
    assertThat(engine.blocksUsed()).isZero();
    assertThat(engine.runningCount() + engine.waitingCount()).isZero();
    return engine.levels(engine.startNanos());
  }

  /** A running request holds at least the blocks of its prompt that are not shared. */
  private static void assertBounded(StepEngine<Integer> engine, Engine spec) {
    assertThat(engine.blocksUsed()).isBetween((long) engine.runningCount(), (long) spec.blocks());
    assertThat(engine.stepTokens()).isLessThanOrEqualTo(spec.maxBatchedTokens());
  }

  @Test
  void everyTokenAskedForIsWrittenAndEveryPromptReadOnce() {
    SplittableRandom random = new SplittableRandom(1);
    for (int workload = 0; workload < WORKLOADS; workload++) {
      finished.clear();
      EngineLevels levels = run(random, engine(random, 800, workload % 3 == 0), false);

      assertThat(finished).hasSize(60);
      double output = finished.stream().mapToDouble(s -> s.output).sum();
      double prompt = finished.stream().mapToDouble(s -> s.prompt).sum();
      assertThat(levels.get(Count.TOKENS_WRITTEN)).isCloseTo(output, within(1e-6));
      assertThat(levels.get(Count.TOKENS_READ) + levels.get(Count.TOKENS_CACHED))
          .isCloseTo(prompt, within(1e-6));
    }
  }

  @Test
  void whoLeavesIsGoneWithAllItsBlocksAndTheOthersAreServed() {
    SplittableRandom random = new SplittableRandom(2);
    for (int workload = 0; workload < WORKLOADS; workload++) {
      finished.clear();
      cancelled.clear();
      run(random, engine(random, 800, false), true);

      assertThat(finished.size() + cancelled.size()).isEqualTo(60);
      assertThat(finished).noneMatch(s -> cancelled.contains(s.request()));
    }
  }

  @Test
  void nobodyIsAdmittedBeforeWhoCameFirst() {
    SplittableRandom random = new SplittableRandom(3);
    for (int workload = 0; workload < WORKLOADS; workload++) {
      admitted.clear();
      run(random, engine(random, 800, false), workload % 2 == 0);

      List<Integer> order = admitted.stream().map(Sequence::request).toList();
      assertThat(order).isSorted();
    }
  }

  @Test
  void moreMemoryMeansFewerPreemptions() {
    double before = Double.POSITIVE_INFINITY;
    for (long kvTokens : new long[] {600, 900, 1_500, 3_000, 6_000}) {
      double preemptions = 0;
      double recomputed = 0;
      for (int workload = 0; workload < WORKLOADS; workload++) {
        EngineLevels levels = run(new SplittableRandom(workload), memory(kvTokens), false);
        preemptions += levels.get(Count.PREEMPTIONS);
        recomputed += levels.get(Count.TOKENS_RECOMPUTED);
      }
      assertThat(preemptions).isLessThanOrEqualTo(before);
      assertThat(recomputed > 0).isEqualTo(preemptions > 0);
      before = preemptions;
    }
    assertThat(before).isZero();
  }

  private static Engine memory(long kvTokens) {
    return new Engine(
        16, 256, 16, kvTokens, Long.MAX_VALUE, false, MODEL, DEVICE, Optional.empty());
  }

  /** 10 sequences of one token of prompt: each step is longer by ten tokens of context. */
  @Test
  void aBatchThatStaysTheSameTakesAnArithmeticSeries() {
    Engine spec = memory(100_000);
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, false, Optional.empty());
    for (int i = 0; i < 10; i++) {
      engine.arrive(new Sequence<>(i, 1, 101, 0, null), 0);
    }
    double prefill = step(spec, 10, 10, 0, 10, 5);
    double decode = 0;
    for (int k = 1; k <= 100; k++) {
      decode += step(spec, 10, 10, 10, 10 * (k + 1), 10 * (k + 0.5));
    }
    engine.advance(0);
    engine.advance(prefill);

    assertThat(engine.nextNanos()).isCloseTo(prefill + decode, within(1e-3));
    engine.advance(engine.nextNanos());
    assertThat(finished).hasSize(10);
    assertThat(engine.levels(0).get(Count.STEPS)).isEqualTo(101);
  }

  private static double step(
      Engine spec, int sequences, double tokens, int decoding, double contexts, double pairs) {
    return spec.stepTime().batchNanos(sequences, tokens, sequences, decoding)
        + spec.stepTime().contextNanos(contexts, pairs);
  }

  /** A request that comes and goes during a step joins and leaves at its end. */
  @Test
  void whateverComesDuringAStepWaitsForItsEnd() {
    Engine spec = memory(100_000);
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, false, Optional.empty());
    Sequence<Integer> first = new Sequence<>(0, 100, 1_000, 0, null);
    engine.arrive(first, 0);
    engine.advance(5e9);
    Sequence<Integer> second = new Sequence<>(1, 100, 10, 0, null);
    engine.arrive(second, 5e9);
    double end = engine.nextNanos();
    engine.advance(end);

    assertThat(end).isGreaterThan(5e9);
    assertThat(second.admittedNanos()).isEqualTo(end);
    assertThat(engine.cancel(first, end)).isFalse();
    engine.advance(engine.nextNanos());
    assertThat(cancelled).containsExactly(0);
    assertThat(engine.runningCount()).isEqualTo(1);
  }

  @Test
  void aLostWorkerForgetsEverything() {
    Engine spec = memory(100_000);
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, false, Optional.empty());
    engine.arrive(new Sequence<>(0, 100, 1_000, 0, null), 0);
    engine.advance(1e9);
    engine.clear(1.5e9);

    assertThat(engine.nextNanos()).isEqualTo(StepEngine.NEVER);
    assertThat(engine.blocksUsed()).isZero();
    assertThat(engine.levels(2e9).get(Count.COMPUTING)).isCloseTo(1.5e9, within(1.0));
    engine.arrive(new Sequence<>(1, 100, 10, 0, null), 3e9);
    engine.advance(1e10);
    assertThat(finished).extracting(Sequence::request).containsExactly(1);
  }

  @Test
  void byPriorityTheLeastImportantIsPreempted() {
    Engine spec = memory(16 * 13);
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, true, Optional.empty());
    Sequence<Integer> low = new Sequence<>(0, 60, 80, 2, null);
    Sequence<Integer> high = new Sequence<>(1, 60, 80, 1, null);
    engine.arrive(low, 0);
    engine.arrive(high, 0);
    while (engine.nextNanos() < StepEngine.NEVER) {
      engine.advance(engine.nextNanos());
    }

    assertThat(low.preemptions()).isPositive();
    assertThat(high.preemptions()).isZero();
    assertThat(finished).extracting(Sequence::request).containsExactly(1, 0);
  }

  /** With speculation each step gains 2.7 tokens a sequence: 2.7 tokens of context more, each. */
  @Test
  void aSpeculatingBatchTakesAnArithmeticSeriesToo() {
    Engine spec =
        new Engine(
            16,
            256,
            16,
            100_000,
            Long.MAX_VALUE,
            false,
            MODEL,
            DEVICE,
            Optional.of(new Speculation(3, 1.7, 2e-3)));
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, false, Optional.empty());
    engine.arrive(new Sequence<>(0, 10, 28, 0, null), 0);
    engine.arrive(new Sequence<>(1, 10, 28, 0, null), 0);
    double end = step(spec, 2, 20, 0, 20, 100);
    for (int k = 0; k < 10; k++) { // 27 tokens after the first.
      double context = 10 + 2.7 * k;
      end +=
          spec.stepTime().batchNanos(2, 8, 2, 2)
              + spec.stepTime().contextNanos(2 * (context + 4), 2 * 4 * (context + 2));
    }
    engine.advance(1e10);

    assertThat(finished).hasSize(2);
    assertThat(engine.startNanos() + engine.meanStepNanos()).isLessThan(end);
    assertThat(engine.levels(1e10).get(Count.COMPUTING)).isCloseTo(end, within(1e-3));
    assertThat(engine.levels(1e10).get(Count.STEPS)).isEqualTo(11);
  }

  /**
   * Two requests of one batch that may hold one: the second waits for all of the first. Watts are
   * 100 for prefill and 40 for decode.
   */
  @Test
  void levelsAreIntegralsOverTime() {
    Engine spec =
        new Engine(1, 256, 16, 16 * 101, Long.MAX_VALUE, false, MODEL, DEVICE, Optional.empty());
    Power power =
        new Power(
            10,
            100,
            Optional.of(Curve.through(Map.of(1, 40.0))),
            100,
            Optional.empty(),
            new Site(1, List.of(0.0), 0));
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, false, Optional.of(power));
    engine.arrive(new Sequence<>(0, 64, 65, 0, null), 1e9);
    engine.arrive(new Sequence<>(1, 64, 65, 0, null), 1e9);
    double prefill = step(spec, 1, 64, 0, 64, 64 * 32);
    double decode = 0;
    for (int k = 1; k <= 64; k++) {
      decode += step(spec, 1, 1, 1, 64 + k, 64 + k - 0.5);
    }
    engine.advance(1e11);
    EngineLevels levels = engine.levels(1e11);

    double one = prefill + decode;
    assertThat(levels.get(Count.COMPUTING)).isCloseTo(2 * one, within(1e-2));
    assertThat(levels.get(Count.PREFILL)).isCloseTo(2 * prefill, within(1e-2));
    assertThat(levels.get(Count.RUNNING_AREA)).isCloseTo(2 * one, within(1e-2));
    assertThat(levels.get(Count.WAITING_AREA)).isCloseTo(one, within(1e-2));
    assertThat(levels.get(Count.WATTS_AREA))
        .isCloseTo(2 * (100 * prefill + 40 * decode), within(1.0));
    // 4 of 100 blocks during prefill, 5 with the first token and 8 with the last.
    assertThat(levels.get(Count.MEMORY_AREA))
        .isCloseTo(2 * (0.04 * prefill + 0.065 * decode), within(1e-2 * decode));
    assertThat(finished).extracting(Sequence::cachedTokens).containsExactly(0, 0);
    assertThat(finished.get(1).admittedNanos()).isCloseTo(1e9 + one, within(1e-2));
  }

  /** The step that goes on counts as far as it has come. */
  @Test
  void aStepInProgressCountsInPart() {
    Engine spec = memory(100_000);
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, false, Optional.empty());
    Sequence<Integer> sequence = new Sequence<>(0, 100, 1_000, 0, null);
    engine.arrive(sequence, 0);
    engine.advance(3e9);

    assertThat(engine.levels(3e9).get(Count.COMPUTING)).isCloseTo(3e9, within(1.0));
    assertThat(sequence.isRunning()).isTrue();
    assertThat(sequence.written()).isEqualTo(1);
    assertThat(engine.startNanos()).isEqualTo(sequence.firstTokenNanos());
    assertThat(engine.nextNanos() - engine.startNanos())
        .isCloseTo(999 * engine.meanStepNanos(), within(1e-3));
  }

  /** What two requests share is found by the second, and what is evicted by neither. */
  @Test
  void aPrefixIsFoundUntilItIsEvicted() {
    Engine spec =
        new Engine(1, 256, 16, 16 * 21, Long.MAX_VALUE, true, MODEL, DEVICE, Optional.empty());
    StepEngine<Integer> engine = new StepEngine<>(spec, listener, false, Optional.empty());
    engine.arrive(new Sequence<>(0, 100, 10, 0, Content.after(7, 64, 1)), 0);
    engine.arrive(new Sequence<>(1, 100, 10, 0, Content.after(7, 64, 2)), 1e9);
    engine.arrive(new Sequence<>(2, 109, 10, 0, Content.after(7, 64, 1)), 2e9);
    engine.arrive(new Sequence<>(3, 300, 10, 0, Content.of(3)), 3e9);
    engine.arrive(new Sequence<>(4, 100, 10, 0, Content.after(7, 64, 1)), 4e9);
    engine.advance(1e11);

    assertThat(finished).extracting(Sequence::cachedTokens).containsExactly(0, 64, 96, 0, 0);
  }
}
