package footfall.actors.shoppers;

import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.ShopperCommand;
import footfall.reports.recording.Census.OpenShopper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The parent of some of the shoppers. A shopper whose conversation has ended leaves its actor, the
 * seat, to the next one: there are never more actors than shoppers alive at once, and no parent has
 * so many children that spawning gets slow.
 */
final class ShopperGroup extends CommandBehavior<ShopperGroup.Command> {
  sealed interface Command {}

  /** A shopper has arrived. */
  record Admit(ShopperCommand first) implements Command {}

  /** The shopper in this seat has left. */
  record SeatFree(ActorRef<ShopperCommand> seat) implements Command {}

  /** Count the shoppers, by asking each. */
  record Count(ActorRef<? super ArrivalSource.GroupCounted> replyTo) implements Command {}

  /** One shopper's answer: null where it is not in conversation. */
  record SeatStated(@Nullable OpenShopper open) implements Command {}

  private final ActorContext<Command> context;
  private final ShopperWorld world;
  private final List<ActorRef<ShopperCommand>> seats = new ArrayList<>();
  private final Deque<ActorRef<ShopperCommand>> freeSeats = new ArrayDeque<>();

  /** Null until a census was asked for. */
  private @Nullable Count count;

  private int seatsMissing;
  private final List<OpenShopper> open = new ArrayList<>();

  private ShopperGroup(ActorContext<Command> context, ShopperWorld world) {
    this.context = context;
    this.world = world;
  }

  static Behavior<Command> create(ShopperWorld world) {
    return Behaviors.setup(context -> new ShopperGroup(context, world));
  }

  @Override
  protected @Nullable Behavior<Command> onCommand(Object command) {
    if (command instanceof Admit admit) {
      return onAdmit(admit);
    }
    if (command instanceof SeatFree seatFree) {
      return onSeatFree(seatFree);
    }
    if (command instanceof Count count) {
      return onCount(count);
    }
    if (command instanceof SeatStated seatStated) {
      return onSeatStated(seatStated);
    }
    return null;
  }

  private Behavior<Command> onAdmit(Admit admit) {
    ActorRef<ShopperCommand> seat = freeSeats.poll();
    if (seat == null) {
      seat = context.spawnAnonymous(Shopper.create(world, context.getSelf()));
      seats.add(seat);
    }
    seat.tell(admit.first());
    return this;
  }

  private Behavior<Command> onSeatFree(SeatFree free) {
    freeSeats.push(free.seat());
    return this;
  }

  private Behavior<Command> onCount(Count newCount) {
    count = newCount;
    seatsMissing = seats.size();
    open.clear();
    seats.forEach(seat -> seat.tell(Shopper.StateYourself.INSTANCE));
    answerWhenComplete();
    return this;
  }

  private Behavior<Command> onSeatStated(SeatStated stated) {
    seatsMissing--;
    if (stated.open() != null) {
      open.add(stated.open());
    }
    answerWhenComplete();
    return this;
  }

  private void answerWhenComplete() {
    if (seatsMissing == 0) {
      Objects.requireNonNull(count)
          .replyTo()
          .tell(new ArrivalSource.GroupCounted(List.copyOf(open)));
    }
  }
}
