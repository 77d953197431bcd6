package footfall.actors.shoppers;

import footfall.actors.CommandBehavior;
import footfall.actors.supervision.Supervisor;
import footfall.reports.recording.Census;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.ArrivalTimes;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Lets shoppers in as the arrival process says, until the horizon, and counts them when asked. */
public final class Crowd extends CommandBehavior<Crowd.Command> {
  private static final int COHORTS = 64;
  private static final int SHOPPERS_PER_COHORT = 1_000;

  /** Begins the arrivals, or asks for a count. */
  public sealed interface Command {}

  /** Let shoppers in from now on. */
  public enum Open implements Command {
    INSTANCE
  }

  private enum NextArrives implements Command {
    INSTANCE
  }

  /** Asks every single shopper what it is doing. */
  public record TakeCensus(ActorRef<? super CensusTaken> replyTo) implements Command {}

  /** What the shoppers said, all together. */
  public record CensusTaken(Census census, ArrivalStatistics arrivals)
      implements Supervisor.Command {}

  /** What the shoppers of one cohort said. */
  record CohortCounted(Census census) implements Command {}

  private final ActorRef<Command> self;
  private final ShopperWorld world;
  private final long horizonNanos;
  private final List<ActorRef<Cohort.Command>> cohorts = new ArrayList<>();
  private final ArrivalStatistics statistics = new ArrivalStatistics();

  /** Null where the population is closed. */
  private final ArrivalTimes times;

  private long arrived;
  private Census census;
  private int cohortsMissing;
  private ActorRef<? super CensusTaken> censusReplyTo;

  private Crowd(
      ActorContext<Command> context, ShopperWorld world, Arrivals arrivals, long horizonNanos) {
    this.self = context.getSelf();
    this.world = world;
    this.horizonNanos = horizonNanos;
    this.times =
        arrivals instanceof Arrivals.Open open
            ? open.begin(Streams.entity(world.runKey(), -1), horizonNanos)
            : null;
    int cohortCount = Math.max(COHORTS, world.population() / SHOPPERS_PER_COHORT);
    for (int cohort = 0; cohort < cohortCount; cohort++) {
      cohorts.add(context.spawn(Cohort.create(world), "cohort-" + cohort));
    }
  }

  /** A crowd that comes as the arrivals say. */
  public static Behavior<Command> create(ShopperWorld world, Arrivals arrivals, long horizonNanos) {
    return Behaviors.setup(context -> new Crowd(context, world, arrivals, horizonNanos));
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof NextArrives nextArrives) {
      return onNextArrives(nextArrives);
    }
    if (command instanceof Open open) {
      return onOpen(open);
    }
    if (command instanceof TakeCensus takeCensus) {
      return onTakeCensus(takeCensus);
    }
    if (command instanceof CohortCounted cohortCounted) {
      return onCohortCounted(cohortCounted);
    }
    return null;
  }

  private Behavior<Command> onOpen(Open open) {
    if (times != null) {
      awaitNext();
    } else {
      for (long shopper = 0; shopper < world.population(); shopper++) {
        admit(new Shopper.ThinkThenBegin(shopper), shopper);
      }
    }
    return this;
  }

  private Behavior<Command> onNextArrives(NextArrives next) {
    statistics.add(world.clock().nowNanos());
    admit(new Shopper.Begin(arrived), arrived);
    arrived++;
    awaitNext();
    return this;
  }

  private Behavior<Command> onTakeCensus(TakeCensus take) {
    census = Census.NONE;
    cohortsMissing = cohorts.size();
    censusReplyTo = take.replyTo();
    cohorts.forEach(cohort -> cohort.tell(new Cohort.Count(self)));
    return this;
  }

  private Behavior<Command> onCohortCounted(CohortCounted counted) {
    census = census.plus(counted.census());
    if (--cohortsMissing == 0) {
      censusReplyTo.tell(new CensusTaken(census, statistics));
    }
    return this;
  }

  private void awaitNext() {
    long nextNanos = times.nextNanos();
    if (nextNanos < horizonNanos) {
      long delayNanos = nextNanos - world.clock().nowNanos();
      world.clock().tellAfter(delayNanos, self, NextArrives.INSTANCE);
    }
  }

  private void admit(Shopper.Command first, long shopper) {
    cohorts.get((int) (shopper % cohorts.size())).tell(new Cohort.Admit(first));
  }
}
