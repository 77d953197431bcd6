package footfall.actors.protocol;

import footfall.reports.recording.Submissions;
import java.util.List;

/** What the router tells the supervisor. */
public interface RouterReport {
  /** What was sent out so far. */
  record RequestsReported(Submissions submissions) implements SupervisorCommand {}

  /** What was sent out so far. */
  record Seen(long conversations, long[] hops) implements SupervisorCommand {}

  /** Requests that the router has seen through to their end since the last such message. */
  record RequestsAnswered(List<RequestOutcome> outcomes) implements SupervisorCommand {}
}
