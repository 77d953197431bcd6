package footfall.reports.evaluation;

import footfall.reports.measurement.MeasuredRequest;
import java.util.List;

/**
 * Conversations with one model of which so many went on at the same time.
 *
 * @param seconds that they took, all of them
 * @param requests with times from the start of the first block
 */
public record Block(
    int together, int conversations, double seconds, List<MeasuredRequest> requests) {
  /** Copies the list. */
  public Block {
    requests = List.copyOf(requests);
  }
}
