package footfall.reports.evaluation;

import footfall.reports.measurement.MeasuredRequest;
import java.util.List;

/**
 * The same conversations with one model once more, begun at times that do not wait for it.
 *
 * @param rate that began in a second, on average
 * @param seconds from the first beginning to the last end
 */
public record UnderLoad(
    double rate,
    double seconds,
    List<ExaminedConversation> conversations,
    List<MeasuredRequest> requests) {
  /** Copies the lists. */
  public UnderLoad {
    conversations = List.copyOf(conversations);
    requests = List.copyOf(requests);
  }
}
