package footfall.reports.analysis.sizing;

import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.run.Answer;
import footfall.reports.analysis.samples.Figures;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.SampledRequest;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What shoppers ask of the pools, as a run without waiting shows it: the raw material of queueing
 * theory. Immutable.
 */
public final class Demand {
  private final List<Answer> answers;
  private final Map<FigureName, Double> values = new HashMap<>();
  private final Map<FigureName, Interval> intervals = new HashMap<>();
  private final double[] perSecond;
  private final double[] meanService;
  private final double[] serviceCv2;
  private final double[] allTokens;
  private final double[] outputTokens;
  private final double[] cachedTokens;
  private final double conversationsPerSecond;

  /**
   * A request that was answered, without any wait.
   *
   * @param pool that answered it
   * @param latency seconds
   * @param firstToken seconds to the first token
   */
  public record Answer(int pool, double latency, double firstToken, double service) {}

  /**
   * The demand that a replication shows. It keeps figures only: a sizing has thousands.
   *
   * @param figures that will be asked for
   */
  public Demand(Scenario scenario, ReplicationRecord replication, Collection<FigureName> figures) {
    this.answers = answers(replication);
    Samples samples = Samples.of(scenario, List.of(replication));
    for (FigureName figure : figures) {
      values.put(figure, samples.value(Figures.of(scenario, figure)));
      intervals.put(figure, samples.interval(scenario, figure, 0.95));
    }
    Sample whole = samples.whole();
    int pools = scenario.pools().size();
    perSecond = of(pools, whole::throughput);
    meanService = of(pools, pool -> whole.tally(pool).meanServiceSeconds());
    serviceCv2 = of(pools, this::squaredCv);
    allTokens = of(pools, pool -> perRequest(whole, pool, l -> l.inputTokens() + l.outputTokens()));
    outputTokens = of(pools, pool -> perRequest(whole, pool, PoolLevels::outputTokens));
    cachedTokens = of(pools, pool -> perRequest(whole, pool, PoolLevels::cachedTokens));
    conversationsPerSecond =
        whole.completedConversations() / (whole.seconds() / whole.replications());
  }

  private static List<Answer> answers(ReplicationRecord replication) {
    List<Answer> all = new ArrayList<>();
    for (SampledRequest r : replication.singles().get(0).sample()) {
      if (r.startedNanos() >= 0 && r.firstTokenNanos() >= 0) {
        all.add(
            new Answer(
                r.pool(),
                (r.endedNanos() - r.submittedNanos()) / 1e9,
                (r.firstTokenNanos() - r.submittedNanos()) / 1e9,
                (r.endedNanos() - r.startedNanos()) / 1e9));
      }
    }
    return List.copyOf(all);
  }

  private static double[] of(int pools, IntToDoubleFunction figure) {
    return IntStream.range(0, pools).mapToDouble(figure).toArray();
  }

  private double squaredCv(int pool) {
    double[] seconds =
        answers.stream().filter(a -> a.pool() == pool).mapToDouble(Answer::service).toArray();
    double mean = Arrays.stream(seconds).average().orElse(0);
    double squares = Arrays.stream(seconds).map(s -> (s - mean) * (s - mean)).average().orElse(0);
    return mean == 0 ? 0 : squares / (mean * mean);
  }

  private static double perRequest(Sample whole, int pool, ToDoubleFunction<PoolLevels> level) {
    return whole.area(pool, level) / whole.area(pool, PoolLevels::completions);
  }

  /** A sample of the requests, spread over the run. */
  public List<Answer> answers() {
    return answers;
  }

  /** Requests that a pool answers in a second. */
  public double perSecond(int pool) {
    return perSecond[pool];
  }

  /** Mean seconds in service; NaN where there were none. */
  public double meanService(int pool) {
    return meanService[pool];
  }

  /** Squared coefficient of variation of the seconds in service, from the sample; 0 without one. */
  public double serviceCv2(int pool) {
    return serviceCv2[pool];
  }

  /** Tokens that a mean request counts against a quota, read and written. */
  public double allTokens(int pool) {
    return allTokens[pool];
  }

  /** Tokens of the prompt of a mean request that were read before. */
  public double cachedTokens(int pool) {
    return cachedTokens[pool];
  }

  /** Tokens that a mean request has the model write. */
  public double outputTokens(int pool) {
    return outputTokens[pool];
  }

  /** Conversations completed in a second. */
  public double conversationsPerSecond() {
    return conversationsPerSecond;
  }

  /** A figure of the run, one of those that were announced. */
  public double value(FigureName name) {
    return values.get(name);
  }

  /** Its 95 % interval, from batches of the run. */
  public Interval interval(FigureName name) {
    return intervals.get(name);
  }
}
