package footfall.actors.protocol;

import footfall.reports.recording.PoolLevels;
import footfall.reports.watching.WorkerStates;
import java.util.List;

/** What a pool tells others: its levels, and requests that have ended. */
public interface PoolReport {
  /** Requests that have ended since the last such message, in the order of their ending. */
  record RequestsEnded(List<RequestOutcome> outcomes) implements SupervisorCommand {}

  /** The levels of one pool; every request that ended before has been told before. */
  record PoolReported(int pool, PoolLevels levels, WorkerStates workers)
      implements SupervisorCommand {}

  /** How things stand in one pool. */
  record Seen(int pool, PoolLevels levels, WorkerStates workers) implements SupervisorCommand {}

  /** The levels of one pool. */
  record Scraped(PoolLevels levels) implements AutoscalerCommand {}
}
