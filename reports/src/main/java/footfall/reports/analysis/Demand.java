package footfall.reports.analysis;

import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.SampledRequest;
import footfall.reports.statistics.Interval;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What shoppers ask of the pools, as a run shows it in which nobody has to wait: the raw material
 * of queueing theory. Immutable.
 */
public final class Demand {
  private final Scenario scenario;
  private final Samples samples;
  private final List<Answer> answers;

  /**
   * A request that was answered, without any wait.
   *
   * @param pool that answered it
   * @param latency seconds
   * @param firstToken seconds to the first token
   */
  public record Answer(int pool, double latency, double firstToken, double service) {}

  /** The demand that a replication shows. */
  public Demand(Scenario scenario, ReplicationRecord replication) {
    this.scenario = scenario;
    this.samples = Samples.of(scenario, List.of(replication));
    List<Answer> all = new ArrayList<>();
    for (SampledRequest r : replication.sample()) {
      if (r.startedNanos() >= 0 && r.firstTokenNanos() >= 0) {
        all.add(
            new Answer(
                r.pool(),
                (r.endedNanos() - r.submittedNanos()) / 1e9,
                (r.firstTokenNanos() - r.submittedNanos()) / 1e9,
                (r.endedNanos() - r.startedNanos()) / 1e9));
      }
    }
    answers = List.copyOf(all);
  }

  /** A sample of the requests, spread over the run. */
  public List<Answer> answers() {
    return answers;
  }

  /** Requests that a pool answers in a second. */
  public double perSecond(int pool) {
    return samples.whole().throughput(pool);
  }

  /** Mean seconds in service; NaN where there were none. */
  public double meanService(int pool) {
    return samples.whole().tally(pool).meanServiceSeconds();
  }

  /** Squared coefficient of variation of the seconds in service, from the sample; 0 without one. */
  public double serviceCv2(int pool) {
    double[] seconds =
        answers.stream().filter(a -> a.pool() == pool).mapToDouble(Answer::service).toArray();
    double mean = Arrays.stream(seconds).average().orElse(0);
    double squares = Arrays.stream(seconds).map(s -> (s - mean) * (s - mean)).average().orElse(0);
    return mean == 0 ? 0 : squares / (mean * mean);
  }

  /** Tokens that a mean request counts against a quota, read and written. */
  public double allTokens(int pool) {
    return perRequest(pool, level -> level.inputTokens() + level.outputTokens());
  }

  /** Tokens that a mean request has the model write. */
  public double outputTokens(int pool) {
    return perRequest(pool, PoolLevels::outputTokens);
  }

  private double perRequest(int pool, ToDoubleFunction<PoolLevels> level) {
    return samples.whole().area(pool, level) / samples.whole().area(pool, PoolLevels::completions);
  }

  /** Conversations completed in a second. */
  public double conversationsPerSecond() {
    return samples.whole().completedConversations()
        / (samples.whole().seconds() / samples.whole().spans().size());
  }

  /** A figure of the run. */
  public double value(FigureName name) {
    return samples.value(Figures.of(scenario, name));
  }

  /** Its 95 % interval, from batches of the run. */
  public Interval interval(FigureName name) {
    return samples.interval(scenario, name, 0.95);
  }
}
