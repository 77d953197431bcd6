package footfall.actors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.recording.EngineLevels.Count;
import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.ModelShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The engine against the rules written down step by step, on small workloads at random. */
class StepEngineTest {
  private static final ModelShape LLAMA_8B =
      new ModelShape(7.5e9, 0, 15e9, 131_072, 0, 32, 4_096, Optional.empty());
  private static final DeviceRates RTX_4090 =
      new DeviceRates(1e-3, 2e-5, 153e12, 927e9, 806e9, 82e12, 0);
  private static final int WORKLOADS = 400;

  private static Engine engine(
      int sequences, int budget, int blockSize, long kvTokens, boolean caches) {
    return new Engine(
        sequences,
        budget,
        blockSize,
        kvTokens,
        Long.MAX_VALUE,
        caches,
        LLAMA_8B,
        RTX_4090,
        Optional.empty());
  }

  /** Serves the jobs with the engine, and returns it when all are served. */
  private static StepEngine<StepByStep.Job> serve(
      Engine spec, List<StepByStep.Job> jobs, List<Content> contents, List<Served> served) {
    StepEngine<StepByStep.Job> engine =
        new StepEngine<>(spec, new Collect(served), byKey(jobs), Optional.empty());
    for (int i = 0; i < jobs.size(); i++) {
      StepByStep.Job job = jobs.get(i);
      engine.arrive(
          new Sequence<>(
              job, job.prompt, job.output, job.key, contents.isEmpty() ? null : contents.get(i)),
          job.arrivalNanos);
    }
    while (engine.nextNanos() < StepEngine.NEVER) {
      engine.advance(engine.nextNanos());
    }
    return engine;
  }

  private record Served(StepByStep.Job job, Sequence<StepByStep.Job> sequence, double endNanos) {}

  private record Collect(List<Served> served) implements EngineListener<StepByStep.Job> {
    @Override
    public void admitted(Sequence<StepByStep.Job> sequence, double nanos) {}

    @Override
    public void finished(Sequence<StepByStep.Job> sequence, double nanos) {
      served.add(new Served(sequence.request(), sequence, nanos));
    }

    @Override
    public void cancelled(Sequence<StepByStep.Job> sequence, double nanos) {}
  }

  @Test
  void completesAtTheTimesOfAnEngineThatGoesStepByStep() {
    SplittableRandom random = new SplittableRandom(20);
    long preemptions = 0;
    for (int workload = 0; workload < WORKLOADS; workload++) {
      int blockSize = 1 << random.nextInt(1, 5);
      Engine spec =
          engine(
              random.nextInt(1, 12),
              random.nextInt(8, 200),
              blockSize,
              (long) blockSize * random.nextInt(150 / blockSize + 3, 400 / blockSize + 4),
              false);
      List<StepByStep.Job> jobs = jobs(random, spec);

      preemptions += compare(spec, jobs, List.of(), "workload " + workload);
      List<Content> alone = IntStream.range(0, jobs.size()).mapToObj(Content::of).toList();
      compare(withPrefixCaching(spec), again(jobs), alone, "nothing to share " + workload);
    }

    assertThat(preemptions).isGreaterThan(WORKLOADS);
  }

  @Test
  void preemptsTheLeastImportantAsTheRulesSay() {
    SplittableRandom random = new SplittableRandom(22);
    long preemptions = 0;
    for (int workload = 0; workload < WORKLOADS; workload++) {
      Engine spec =
          engine(random.nextInt(2, 12), random.nextInt(8, 60), 4, random.nextInt(160, 300), false);
      List<StepByStep.Job> jobs = new ArrayList<>();
      for (StepByStep.Job job : jobs(random, spec)) {
        jobs.add(
            new StepByStep.Job(
                job.arrivalNanos, job.prompt, job.output, job.names, random.nextInt(3)));
      }

      preemptions += compare(spec, jobs, List.of(), "priorities " + workload);
    }

    assertThat(preemptions).isGreaterThan(WORKLOADS);
  }

  private static boolean byKey(List<StepByStep.Job> jobs) {
    return jobs.stream().anyMatch(job -> job.key > 0);
  }

  @Test
  void completesAtTheTimesOfAnEngineThatKeepsEveryBlock() {
    SplittableRandom random = new SplittableRandom(21);
    double cached = 0;
    int compared = 0;
    for (int workload = 0; workload < WORKLOADS; workload++) {
      int blockSize = 1 << random.nextInt(1, 5);
      Engine spec =
          engine(
              random.nextInt(1, 12),
              random.nextInt(8, 200),
              blockSize,
              (long) blockSize * random.nextInt(300 / blockSize + 3, 900 / blockSize + 4),
              true);
      List<Content> contents = new ArrayList<>();
      List<StepByStep.Job> jobs = conversations(random, spec, contents);
      new StepByStep(spec).run(jobs);
      if (onlyOneTurnAtATime(jobs, contents)) {
        compared++;
        compare(spec, again(jobs), contents, "workload " + workload);
        cached += serve(spec, jobs, contents, new ArrayList<>()).levels(0).get(Count.TOKENS_CACHED);
      }
    }

    assertThat(compared).isGreaterThan(WORKLOADS / 5);
    assertThat(cached).isGreaterThan(100.0 * compared);
  }

  private static Engine withPrefixCaching(Engine spec) {
    return engine(
        spec.maxSequences(), spec.maxBatchedTokens(), spec.blockSize(), spec.kvTokens(), true);
  }

  private static long compare(
      Engine spec, List<StepByStep.Job> jobs, List<Content> contents, String name) {
    StepByStep reference = new StepByStep(spec);
    reference.run(jobs);
    List<Served> served = new ArrayList<>();
    StepEngine<StepByStep.Job> engine = serve(spec, jobs, contents, served);

    assertThat(served).as(name).hasSameSizeAs(jobs);
    long preemptions = 0;
    for (Served done : served) {
      StepByStep.Job job = done.job();
      assertThat(done.endNanos()).as(name).isCloseTo(job.endNanos, within(1e-6 * job.endNanos));
      assertThat(done.sequence().firstTokenNanos())
          .as(name)
          .isCloseTo(job.firstTokenNanos, within(1e-6 * job.firstTokenNanos));
      assertThat(done.sequence().admittedNanos())
          .as(name)
          .isCloseTo(job.admittedNanos, within(1e-6 * job.admittedNanos));
      assertThat(done.sequence().preemptions()).as(name).isEqualTo(job.preemptions);
      preemptions += job.preemptions;
    }
    assertThat(engine.blocksUsed()).isZero();
    assertThat(reference.blocksHeld()).isZero();
    assertThat(engine.levels(0).get(Count.STEPS)).as(name).isEqualTo(reference.steps);
    return preemptions;
  }

  private static List<StepByStep.Job> jobs(SplittableRandom random, Engine spec) {
    List<StepByStep.Job> jobs = new ArrayList<>();
    double now = 0;
    int count = random.nextInt(1, 40);
    while (jobs.size() < count) {
      now += random.nextInt(3) == 0 ? 0 : random.nextDouble() * 1e8;
      int prompt = random.nextInt(1, 100);
      int output = random.nextInt(1, 50);
      if (spec.fits(prompt, output)) {
        jobs.add(
            new StepByStep.Job(
                now, prompt, output, names(Content.of(jobs.size()), spec, prompt + output), 0));
      }
    }
    return jobs;
  }

  /** Turns of some conversations, two of three of which begin with one of two system prompts. */
  private static List<StepByStep.Job> conversations(
      SplittableRandom random, Engine spec, List<Content> contents) {
    List<StepByStep.Job> jobs = new ArrayList<>();
    int[] length = new int[9];
    int[] begun = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    double now = 0;
    int count = random.nextInt(1, 40);
    for (int i = 0; i < count; i++) {
      now += random.nextDouble() * 4e8;
      int who = random.nextInt(length.length);
      int system = who % 3 == 0 ? 0 : 37 * (who % 3);
      int before = Math.max(system, length[who]);
      int prompt = before + random.nextInt(1, 30);
      int output = random.nextInt(1, 30);
      if (!spec.fits(prompt, output)) {
        length[who] = 0;
        begun[who]++;
        continue;
      }
      length[who] = prompt + output;
      Content content = Content.after(100 + who % 3, system, 1_000 * begun[who] + who);
      contents.add(content);
      jobs.add(new StepByStep.Job(now, prompt, output, names(content, spec, prompt + output), 0));
    }
    return jobs;
  }

  private static boolean onlyOneTurnAtATime(List<StepByStep.Job> jobs, List<Content> contents) {
    Map<Long, Double> ended = new HashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      long[] keys = contents.get(i).keys();
      Double before = ended.put(keys[keys.length - 1], jobs.get(i).endNanos);
      if (before != null && before > jobs.get(i).arrivalNanos) {
        return false;
      }
    }
    return true;
  }

  private static List<StepByStep.Job> again(List<StepByStep.Job> jobs) {
    return jobs.stream()
        .map(
            job -> new StepByStep.Job(job.arrivalNanos, job.prompt, job.output, job.names, job.key))
        .toList();
  }

  /** What each block of a request holds. */
  private static List<String> names(Content content, Engine spec, int tokens) {
    List<String> names = new ArrayList<>();
    for (int block = 0; block <= tokens / spec.blockSize(); block++) {
      int part = content.parts() == 1 || block < content.endBlock(0, spec.blockSize()) ? 0 : 1;
      names.add(content.keys()[part] + " " + block);
    }
    return names;
  }
}
