package footfall.actors.behaviour;

import footfall.actors.protocol.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** A clock that stands until the test moves it, and keeps the timers for the test to look at. */
final class ManualClock implements Clock {
  record Timer(long dueNanos, ActorRef<?> target, Object message) {}

  final List<Timer> timers = new ArrayList<>();
  long now;

  @Override
  public long nowNanos() {
    return now;
  }

  @Override
  public <M> void tellLast(ActorRef<? super M> target, M message) {
    tellAfter(0, target, message);
  }

  @Override
  public <M> void tellAfter(long delayNanos, ActorRef<? super M> target, M message) {
    timers.add(new Timer(now + delayNanos, target, message));
  }
}
