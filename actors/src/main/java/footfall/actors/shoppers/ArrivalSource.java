package footfall.actors.shoppers;

import footfall.actors.protocol.ArrivalSourceCommand;
import footfall.actors.protocol.ArrivalSourceCommand.CensusTaken;
import footfall.actors.protocol.ArrivalSourceCommand.TakeCensus;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.ShopperCommand;
import footfall.reports.recording.Census;
import footfall.reports.recording.Census.OpenShopper;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.ArrivalTimes;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Cohorts;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Lets shoppers in as the arrival process says, until the horizon, and counts them when asked. */
public final class ArrivalSource extends CommandBehavior<ArrivalSourceCommand> {
  private static final int GROUPS = 64;
  private static final int SHOPPERS_PER_GROUP = 1_000;

  /** Let shoppers in from now on. */
  public enum Open implements ArrivalSourceCommand {
    INSTANCE
  }

  private enum NextArrives implements ArrivalSourceCommand {
    INSTANCE
  }

  /** What the shoppers of one group said. */
  record GroupCounted(List<OpenShopper> open) implements ArrivalSourceCommand {}

  private final ActorRef<ArrivalSourceCommand> self;
  private final ShopperWorld world;
  private final long horizonNanos;
  private final List<ActorRef<ShopperGroup.Command>> groups = new ArrayList<>();
  private final ArrivalStatistics statistics = new ArrivalStatistics();

  /** Null where the population is closed. */
  private final @Nullable ArrivalTimes times;

  private long arrived;
  private final List<OpenShopper> open = new ArrayList<>();
  private int groupsMissing;

  /** Null until a census was asked for. */
  private @Nullable ActorRef<? super CensusTaken> censusReplyTo;

  private ArrivalSource(
      ActorContext<ArrivalSourceCommand> context,
      ShopperWorld world,
      Arrivals arrivals,
      long horizonNanos) {
    this.self = context.getSelf();
    this.world = world;
    this.horizonNanos = horizonNanos;
    this.times =
        arrivals instanceof Arrivals.Open open
            ? open.begin(Streams.entity(world.population().runKey(), -1), horizonNanos)
            : null;
    int groupCount = Math.max(GROUPS, world.population().closed() / SHOPPERS_PER_GROUP);
    for (int group = 0; group < groupCount; group++) {
      groups.add(context.spawn(ShopperGroup.create(world), "group-" + group));
    }
  }

  /** Lets shoppers in as the arrivals say. */
  public static Behavior<ArrivalSourceCommand> create(
      ShopperWorld world, Arrivals arrivals, long horizonNanos) {
    return Behaviors.setup(context -> new ArrivalSource(context, world, arrivals, horizonNanos));
  }

  @Override
  protected @Nullable Behavior<ArrivalSourceCommand> onCommand(Object command) {
    if (command instanceof NextArrives nextArrives) {
      return onNextArrives(nextArrives);
    }
    if (command instanceof Open open) {
      return onOpen(open);
    }
    if (command instanceof TakeCensus takeCensus) {
      return onTakeCensus(takeCensus);
    }
    if (command instanceof GroupCounted groupCounted) {
      return onGroupCounted(groupCounted);
    }
    return null;
  }

  private Behavior<ArrivalSourceCommand> onOpen(Open open) {
    world.population().cohorts().ifPresent(this::admitPopulations);
    if (times != null) {
      awaitNext();
    } else {
      for (long shopper = 0; shopper < world.population().closed(); shopper++) {
        admit(new Shopper.ThinkThenBegin(shopper), shopper);
      }
    }
    return this;
  }

  /** Those that are there from the start. */
  private void admitPopulations(Cohorts cohorts) {
    for (int cohort = 0; cohort < cohorts.cohorts().size(); cohort++) {
      for (int i = 0; i < cohorts.cohorts().get(cohort).population(); i++) {
        long shopper = cohorts.number(cohort, i);
        admit(new Shopper.ThinkThenBegin(shopper), shopper);
      }
    }
  }

  private Behavior<ArrivalSourceCommand> onNextArrives(NextArrives next) {
    statistics.add(world.clock().nowNanos());
    long shopper = Objects.requireNonNull(times).shopper(arrived);
    admit(new Shopper.Begin(shopper), shopper);
    arrived++;
    awaitNext();
    return this;
  }

  private Behavior<ArrivalSourceCommand> onTakeCensus(TakeCensus take) {
    open.clear();
    groupsMissing = groups.size();
    censusReplyTo = take.replyTo();
    groups.forEach(group -> group.tell(new ShopperGroup.Count(self)));
    return this;
  }

  private Behavior<ArrivalSourceCommand> onGroupCounted(GroupCounted counted) {
    open.addAll(counted.open());
    if (--groupsMissing == 0) {
      Objects.requireNonNull(censusReplyTo).tell(new CensusTaken(Census.of(open), statistics));
    }
    return this;
  }

  private void awaitNext() {
    long nextNanos = Objects.requireNonNull(times).nextNanos();
    if (nextNanos < horizonNanos) {
      long delayNanos = nextNanos - world.clock().nowNanos();
      world.clock().tellAfter(delayNanos, self, NextArrives.INSTANCE);
    }
  }

  private void admit(ShopperCommand first, long shopper) {
    groups.get((int) (shopper % groups.size())).tell(new ShopperGroup.Admit(first));
  }
}
