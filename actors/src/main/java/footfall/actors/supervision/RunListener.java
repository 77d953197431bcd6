package footfall.actors.supervision;

import footfall.reports.recording.ReplicationRecord;
import footfall.reports.watching.Watcher;
import org.jspecify.annotations.Nullable;

/** The outside world's ear on a run; called on the supervisor's thread. */
public interface RunListener {
  /** The run has come this far, from 0 to 1. */
  void progressed(double part);

  /** The run is over and its record is closed; called once. */
  void finished(ReplicationRecord replication);

  /**
   * Watches the run while it goes on; null if not watched. Told at every tick, or as often as
   * {@link #looksEveryNanos} says.
   */
  default @Nullable Watcher watcher() {
    return null;
  }

  /** Time from one look to the next, for runs in real time; zero to look at ticks only. */
  default long looksEveryNanos() {
    return 0;
  }

  /** Events handled so far by whatever engine runs the actors; zero if not counted. */
  long events();
}
