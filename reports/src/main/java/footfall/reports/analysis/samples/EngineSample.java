package footfall.reports.analysis.samples;

import footfall.reports.recording.EngineLevels.Count;
import footfall.reports.results.EngineFigures;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.SteadyBatch;

/** What the engines of one pool did in the time of a sample. */
public final class EngineSample {
  private static final double ALL_THE_TIME = 0.98;

  private final Sample sample;
  private final int pool;

  EngineSample(Sample sample, int pool) {
    this.sample = sample;
    this.pool = pool;
  }

  /** Share of worker time spent computing; NaN if no worker was up. */
  public double computing() {
    return count(Count.COMPUTING) / (sample.meanWorkersUp(pool) * nanos());
  }

  /** Running sequences over {@code maxSequences}, or the KV memory in use, whichever is greater. */
  double utilization() {
    double workers = sample.meanWorkersUp(pool) * nanos();
    return Math.max(
        count(Count.RUNNING_AREA) / (workers * engine().maxSequences()),
        count(Count.MEMORY_AREA) / workers);
  }

  /**
   * Arrival rate over capacity. Capacity is the closed form, or the throughput if that is higher;
   * if the pool is falling behind, it is the throughput.
   */
  double offeredUtilization(double arrivalsPerSecond) {
    double answered = sample.completions(pool) / sample.seconds();
    double closedForm = sample.meanWorkersUp(pool) * steady().requestsPerSecond();
    double capacity = isFallingBehind() ? answered : Math.max(answered, closedForm);
    return arrivalsPerSecond / capacity;
  }

  /** Whether the devices compute all the time and the queue grew by more than a full batch. */
  boolean isFallingBehind() {
    double holds = sample.meanWorkersUp(pool) * steady().most();
    return computing() > ALL_THE_TIME && sample.backlogGrowth(pool) > holds;
  }

  private Engine engine() {
    return sample.scenario().pools().get(pool).engine().orElseThrow();
  }

  /** The closed form of one engine under requests of the mean size of this sample. */
  public SteadyBatch steady() {
    double completions = sample.completions(pool);
    double input = sample.inputTokens(pool) / completions;
    double output = sample.outputTokens(pool) / completions;
    double prompts = count(Count.TOKENS_READ) + count(Count.TOKENS_CACHED);
    double cached = prompts > 0 ? input * count(Count.TOKENS_CACHED) / prompts : 0;
    Engine engine = engine();
    return new SteadyBatch(
            engine,
            Double.isFinite(input) ? input : 1,
            cached,
            Double.isFinite(output) ? output : 1)
        .sharing(engine.prefixCaching() ? sample.scenario().systemTokens() : 0);
  }

  /** Everything. */
  public EngineFigures figures() {
    SteadyBatch steady = steady();
    double seconds = sample.seconds();
    double workers = sample.meanWorkersUp(pool);
    double prompts = count(Count.TOKENS_READ) + count(Count.TOKENS_CACHED);
    return new EngineFigures(
        computing(),
        count(Count.RUNNING_AREA) / nanos(),
        count(Count.WAITING_AREA) / nanos(),
        steady.most(),
        count(Count.MEMORY_AREA) / (workers * nanos()),
        count(Count.STEPS) / seconds,
        count(Count.TOKENS_READ) / seconds,
        count(Count.TOKENS_CACHED) / seconds,
        count(Count.TOKENS_RECOMPUTED) / seconds,
        count(Count.TOKENS_WRITTEN) / seconds,
        count(Count.PREEMPTIONS) / sample.completions(pool),
        count(Count.TOKENS_CACHED) / prompts,
        count(Count.PREFILL) / count(Count.COMPUTING),
        new EngineFigures.Capacity(
            workers * steady.requestsPerSecond(),
            workers * steady.prefillTokensPerSecond(),
            workers * steady.decodeTokensPerSecond()));
  }

  private double count(Count count) {
    return sample.area(pool, levels -> levels.engine(count));
  }

  private double nanos() {
    return sample.seconds() * 1e9;
  }
}
