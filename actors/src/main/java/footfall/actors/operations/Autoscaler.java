package footfall.actors.operations;

import footfall.actors.protocol.AutoscalerCommand;
import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.PoolReport;
import footfall.reports.recording.EngineLevels.Count;
import footfall.reports.recording.PoolLevels;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.pools.Operations;
import footfall.scenarios.pools.Operations.Autoscaling;
import footfall.scenarios.pools.Operations.Rule;
import footfall.scenarios.pools.Operations.TargetInSystem;
import footfall.scenarios.pools.Operations.TargetUtilization;
import footfall.scenarios.pools.Operations.Timetable;
import footfall.scenarios.pools.PoolSpec;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Lets the number of workers follow the load: reads the levels of the pool at fixed intervals, and
 * decides on them after a delay, by which its figures are old. It switches on at once and off only
 * when nothing was changed for the cool-down.
 */
public final class Autoscaler extends CommandBehavior<AutoscalerCommand> {
  private enum ScrapeDue implements AutoscalerCommand {
    INSTANCE
  }

  private record DecisionDue(PoolLevels before, PoolLevels seen) implements AutoscalerCommand {}

  private static final double ROUNDING = 1e-9;

  private final Clock clock;
  private final ActorRef<AutoscalerCommand> self;
  private final Autoscaling scaling;
  private final int slots;
  private final Arrivals arrivals;
  private final boolean isPlanned;
  private final ActorRef<PoolCommand> pool;

  private PoolLevels lastSeen;
  private int wanted;
  private long changedNanos = Long.MIN_VALUE / 2;

  private Autoscaler(
      ActorContext<AutoscalerCommand> context,
      Clock clock,
      PoolSpec spec,
      Arrivals arrivals,
      ActorRef<PoolCommand> pool) {
    this.clock = clock;
    this.arrivals = arrivals;
    this.self = context.getSelf();
    this.scaling = spec.operations().autoscaling().orElseThrow();
    this.slots = spec.slots();
    this.isPlanned =
        scaling.rule() instanceof Timetable || scaling.rule() instanceof Operations.Forecast;
    this.pool = pool;
    this.wanted = spec.workers();
    this.lastSeen = new PoolLevels(clock.nowNanos());
    clock.tellAfter(isPlanned ? 0 : scaling.everyNanos(), self, ScrapeDue.INSTANCE);
  }

  /**
   * The autoscaler of one pool.
   *
   * @param arrivals that a forecast foresees
   */
  public static Behavior<AutoscalerCommand> create(
      Clock clock, PoolSpec spec, Arrivals arrivals, ActorRef<PoolCommand> pool) {
    return Behaviors.setup(context -> new Autoscaler(context, clock, spec, arrivals, pool));
  }

  @Override
  protected @Nullable Behavior<AutoscalerCommand> onCommand(Object command) {
    if (command instanceof ScrapeDue) {
      return onScrapeDue();
    }
    if (command instanceof PoolReport.Scraped scraped) {
      return onScraped(scraped);
    }
    if (command instanceof DecisionDue due) {
      return onDecisionDue(due);
    }
    return null;
  }

  private Behavior<AutoscalerCommand> onScrapeDue() {
    pool.tell(new PoolCommand.Scrape(self));
    clock.tellAfter(scaling.everyNanos(), self, ScrapeDue.INSTANCE);
    return this;
  }

  private Behavior<AutoscalerCommand> onScraped(PoolReport.Scraped scraped) {
    DecisionDue due = new DecisionDue(lastSeen, scraped.levels());
    lastSeen = scraped.levels();
    long delayNanos = isPlanned ? 0 : scaling.delayNanos();
    clock.tellAfter(delayNanos, self, due);
    return this;
  }

  private Behavior<AutoscalerCommand> onDecisionDue(DecisionDue due) {
    int desired = (int) Math.max(scaling.min(), Math.min(scaling.max(), desired(due)));
    long now = clock.nowNanos();
    boolean mayShrink = isPlanned || now - changedNanos >= scaling.cooldownNanos();
    if (desired > wanted || (desired < wanted && mayShrink)) {
      wanted = desired;
      changedNanos = now;
    }
    // Again where nothing changed: workers may have been lost.
    pool.tell(new PoolCommand.ScaleTo(wanted));
    return this;
  }

  /** The most that is expected from now on until so long ahead: only to start takes time. */
  private double expectedPerSecond(Operations.Forecast forecast) {
    Arrivals.Open open = (Arrivals.Open) arrivals;
    double most = 0;
    double before = open.expectedUntil(clock.nowNanos());
    long end = clock.nowNanos() + forecast.aheadNanos();
    for (long from = clock.nowNanos(); from <= end; from += scaling.everyNanos()) {
      double after = open.expectedUntil(from + scaling.everyNanos());
      most = Math.max(most, after - before);
      before = after;
    }
    return most / (scaling.everyNanos() / 1e9);
  }

  private double desired(DecisionDue due) {
    PoolLevels seen = due.seen();
    Rule rule = scaling.rule();
    if (rule instanceof TargetUtilization utilization) {
      double served = seen.inServiceArea() - due.before().inServiceArea();
      double memory = seen.engine(Count.MEMORY_AREA) - due.before().engine(Count.MEMORY_AREA);
      double elapsed = seen.atNanos() - due.before().atNanos();
      double full = Math.max(served / slots, memory) / elapsed;
      double wanted = Math.ceil(full / utilization.target() - ROUNDING);
      // With no workers utilisation is zero.
      return Math.max(seen.waiting() > 0 ? 1 : 0, wanted);
    }
    if (rule instanceof TargetInSystem inSystem) {
      return Math.ceil(seen.inSystem() / inSystem.perWorker() - ROUNDING);
    }
    if (rule instanceof Operations.Forecast forecast) {
      return Math.ceil(expectedPerSecond(forecast) / forecast.perWorkerPerSecond() - ROUNDING);
    }
    return ((Timetable) rule)
        .stretches().stream()
            .filter(s -> s.fromNanos() <= clock.nowNanos() && clock.nowNanos() < s.toNanos())
            .mapToInt(Timetable.Stretch::workers)
            .findFirst()
            .orElse(scaling.min());
  }
}
