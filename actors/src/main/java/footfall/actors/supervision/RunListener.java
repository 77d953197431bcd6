package footfall.actors.supervision;

import footfall.reports.recording.ReplicationRecord;

/** The outside world's ear on a run; called on the supervisor's thread. */
public interface RunListener {
  /** The run has come this far, from 0 to 1. */
  void progressed(double part);

  /** The run is over and its books are closed; called once. */
  void finished(ReplicationRecord replication);

  /** Events handled so far by whatever engine runs the actors; zero where nobody counts. */
  long events();
}
