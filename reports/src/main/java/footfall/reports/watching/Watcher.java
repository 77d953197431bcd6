package footfall.reports.watching;

import footfall.reports.recording.PoolLevels;
import footfall.reports.watching.LiveSnapshot.LatencyFigures;
import footfall.reports.watching.LiveSnapshot.PoolGlance;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Watches a replication while it goes on and tells an audience of it. It sends no messages: the
 * supervisor tells it what it knows. Belongs to the supervisor; not thread-safe.
 */
public final class Watcher {
  /** Percentiles are of as many glances, the present one among them. */
  private static final int WINDOW = 10;

  private static final int DIGITS = 2;
  private static final double HOUR_NANOS = 3_600e9;

  private final Scenario scenario;
  private final boolean endless;
  private final int replication;
  private final Consumer<LiveSnapshot> audience;
  private final Window latency = new Window();
  private final Window firstToken = new Window();
  private final double[] conversations;
  private PoolLevels[] before;
  private long answered;
  private long lost;
  private long answeredBefore;
  private long conversationsEnded;

  /**
   * A watcher of one replication.
   *
   * @param endless whether the run goes on until it is stopped, whatever its horizon
   * @param replication number of it, from one
   */
  public Watcher(
      Scenario scenario, boolean endless, int replication, Consumer<LiveSnapshot> audience) {
    this.scenario = scenario;
    this.endless = endless;
    this.replication = replication;
    this.audience = audience;
    this.conversations = new double[scenario.pools().size()];
    this.before = new PoolLevels[scenario.pools().size()];
    Arrays.setAll(before, pool -> new PoolLevels(0));
  }

  /** A request was answered in full. */
  public void answered(long latencyNanos, long firstTokenNanos) {
    answered++;
    latency.now.recordValue(latencyNanos / 1_000);
    firstToken.now.recordValue(firstTokenNanos / 1_000);
  }

  /** A request was not. */
  public void lost() {
    lost++;
  }

  /** A pool served so much of a conversation. */
  public void served(int pool, double partOfConversation) {
    conversations[pool] += partOfConversation;
  }

  /** A conversation ended, however it did. */
  public void conversationEnded() {
    conversationsEnded++;
  }

  /**
   * Tells the audience how things stand.
   *
   * @param levels and {@code workers} of every pool, now
   * @param begun conversations
   * @param hops sent to every pool since the start
   */
  public void look(
      long nowNanos, PoolLevels[] levels, WorkerStates[] workers, long begun, long[] hops) {
    double seconds = nowNanos / 1e9;
    double since = (levels[0].atNanos() - before[0].atNanos()) / 1e9;
    double sent = Math.max(1, Arrays.stream(hops).sum());
    List<PoolGlance> pools = new ArrayList<>();
    double cost = 0;
    for (int pool = 0; pool < levels.length; pool++) {
      PoolSpec spec = scenario.pools().get(pool);
      PoolLevels now = levels[pool];
      double poolCost = cost(spec, now, conversations[pool]);
      double up = now.workersUpArea() - before[pool].workersUpArea();
      cost += poolCost;
      pools.add(
          new PoolGlance(
              spec.name(),
              now.waiting(),
              now.inService(),
              (now.inServiceArea() - before[pool].inServiceArea()) / (up * spec.slots()),
              (now.completions() - before[pool].completions()) / since,
              hops[pool] / sent,
              poolCost,
              workers[pool]));
    }
    LiveSnapshot snapshot =
        new LiveSnapshot(
            seconds,
            endless ? Double.NaN : Math.min(1, (double) nowNanos / scenario.horizonNanos()),
            replication,
            begun - conversationsEnded,
            answered,
            lost,
            (answered - answeredBefore) / since,
            latency.look(),
            firstToken.look(),
            cost,
            List.copyOf(pools));
    before = levels.clone();
    answeredBefore = answered;
    audience.accept(snapshot);
  }

  private static double cost(PoolSpec spec, PoolLevels now, double conversations) {
    return spec.prices().perWorkerHour() * now.workersPaidArea() / HOUR_NANOS
        + spec.prices().ofTokens(now.inputTokens(), now.cachedTokens(), now.outputTokens())
        + spec.prices().perConversation() * conversations;
  }

  /** The times of the last few glances. */
  private static final class Window {
    private final Deque<Histogram> past = new ArrayDeque<>();
    private final Histogram all = new Histogram(DIGITS);
    private Histogram now = new Histogram(DIGITS);

    LatencyFigures look() {
      all.add(now);
      past.addLast(now);
      now = new Histogram(DIGITS);
      LatencyFigures times =
          new LatencyFigures(all.getTotalCount(), percentile(50), percentile(95), percentile(99));
      if (past.size() >= WINDOW) {
        all.subtract(past.removeFirst());
      }
      return times;
    }

    private double percentile(double percent) {
      return all.getTotalCount() == 0 ? Double.NaN : all.getValueAtPercentile(percent) / 1e6;
    }
  }
}
