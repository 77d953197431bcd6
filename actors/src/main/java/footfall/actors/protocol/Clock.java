package footfall.actors.protocol;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * The one seam for time: actors read it and set timers through it, and so do not know whether a
 * second takes a second.
 */
public interface Clock {
  /** Nanoseconds since the run began. */
  long nowNanos();

  /**
   * Tells the target the message after everything else that is due by now; in real time, after that
   * all timers are off and no time goes by any more.
   */
  <M> void tellLast(ActorRef<? super M> target, M message);

  /** Tells the target the message after the delay; there is no cancelling. Any actor may call. */
  <M> void tellAfter(long delayNanos, ActorRef<? super M> target, M message);
}
