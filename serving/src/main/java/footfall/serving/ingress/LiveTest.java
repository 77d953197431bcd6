package footfall.serving.ingress;

import footfall.actors.routing.Router;
import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.SafeProportions;
import footfall.reports.results.LiveTestFigures;
import footfall.reports.results.LiveTestFigures.Arm;
import footfall.reports.results.LiveTestFigures.ArmComparison;
import footfall.reports.results.Results.Better;
import footfall.scenarios.Scenario;
import footfall.scenarios.routing.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToIntFunction;

/**
 * The A/B test of a scenario that splits its sessions: who belongs to which arm, and how their
 * conversations went, as far as that is reported. A session counts once, by what is told of it
 * first. The test may be looked at, and stopped, at any time. Thread-safe.
 */
public final class LiveTest {
  /** What is told of a session. */
  public enum Told {
    COUNTED,
    /** It was told before. */
    AGAIN,
    /** No request of such a session was routed by the split. */
    UNKNOWN
  }

  /** Sessions that are remembered; then the ones that came first are forgotten. */
  private static final int MOST_SESSIONS = 1_000_000;

  private static final int JUDGED = -1;

  private final Policy.StickySplit split;

  /** From shoppers to pools; for one thread at a time. */
  private final LongToIntFunction arms;

  /** Index of each arm among the pools of the scenario. */
  private final List<Integer> pools;

  /** The arm of each session, or {@link #JUDGED}. */
  private final Map<String, Integer> sessions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  private final long[] conversations;
  private final long[] successes;
  private final SafeProportions[] tests;
  private final Better[] verdicts;
  private final long[] decidedAfter;

  private LiveTest(Scenario scenario, Policy.StickySplit split, LongToIntFunction arms) {
    this.split = split;
    this.arms = arms;
    this.pools =
        split.pools().stream().map(pool -> scenario.pools().indexOf(scenario.pool(pool))).toList();
    int count = pools.size();
    this.conversations = new long[count];
    this.successes = new long[count];
    this.tests = new SafeProportions[count];
    this.verdicts = new Better[count];
    this.decidedAfter = new long[count];
    for (int arm = 1; arm < count; arm++) {
      tests[arm] = new SafeProportions();
      verdicts[arm] = Better.UNDECIDED;
    }
  }

  /**
   * The test of a scenario; empty where it is none.
   *
   * @param key the random key of the router
   */
  public static Optional<LiveTest> of(Scenario scenario, long key) {
    return scenario.routing().policy() instanceof Policy.StickySplit split
            && split.pools().size() > 1
        ? Router.split(scenario, key).map(arms -> new LiveTest(scenario, split, arms))
        : Optional.empty();
  }

  /**
   * A request of the session is about to be routed by the split: from now on the session belongs to
   * its arm, whatever comes of the request.
   *
   * @param shopper as which the router knows the session
   */
  public synchronized void asked(String session, long shopper) {
    int arm = pools.indexOf(arms.applyAsInt(shopper));
    if (arm >= 0) {
      sessions.putIfAbsent(session, arm);
    }
  }

  /** The outcome of a session's conversation is reported. */
  public synchronized Told tell(String session, boolean success) {
    Integer arm = sessions.get(session);
    if (arm == null) {
      return Told.UNKNOWN;
    }
    if (arm == JUDGED) {
      return Told.AGAIN;
    }
    sessions.put(session, JUDGED);
    conversations[arm]++;
    successes[arm] += success ? 1 : 0;
    for (int other = arm == 0 ? 1 : arm; other < (arm == 0 ? tests.length : arm + 1); other++) {
      tests[other].add(arm == 0 ? 0 : 1, success);
      decide(other);
    }
    return Told.COUNTED;
  }

  /** With several comparisons each has its part of the error (Bonferroni). */
  private void decide(int arm) {
    double error = split.test().significance() / (tests.length - 1);
    if (verdicts[arm] == Better.UNDECIDED && tests[arm].eValue() >= 1 / error) {
      verdicts[arm] = tests[arm].lead() > 0 ? Better.BETTER : Better.WORSE;
      decidedAfter[arm] = conversations[arm] + conversations[0];
    }
  }

  private double rate(int arm) {
    return conversations[arm] == 0 ? Double.NaN : (double) successes[arm] / conversations[arm];
  }

  /** How it stands. */
  public synchronized LiveTestFigures figures() {
    List<Arm> arms = new ArrayList<>();
    List<ArmComparison> comparisons = new ArrayList<>();
    for (int arm = 0; arm < tests.length; arm++) {
      String pool = split.pools().get(arm);
      Interval always = SafeProportions.anytime(successes[arm], conversations[arm], 0.95);
      arms.add(
          new Arm(
              pool,
              conversations[arm],
              successes[arm],
              rate(arm),
              new double[] {always.low(), always.high()}));
      if (arm > 0) {
        comparisons.add(
            new ArmComparison(
                pool,
                split.pools().get(0),
                tests[arm].eValue(),
                tests[arm].anytimePValue(),
                verdicts[arm],
                decidedAfter[arm]));
      }
    }
    return new LiveTestFigures(
        split.test().measure().name().toLowerCase(Locale.ROOT),
        split.test().significance(),
        sessions.values().stream().filter(arm -> arm != JUDGED).count(),
        arms,
        comparisons);
  }
}
