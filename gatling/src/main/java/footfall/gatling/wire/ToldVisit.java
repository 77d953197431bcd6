package footfall.gatling.wire;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRequest.Part;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;

/**
 * What a server of ours tells of a pool that had a part in an answer. Nanoseconds since the arrival
 * of the request there; -1 where it tells nothing.
 *
 * @param pool its name
 * @param part what it was asked for
 * @param outcome how it ended, in the words of run folders
 * @param confidence in what it answered; not a number where it tells none
 */
public record ToldVisit(
    String pool,
    String part,
    String outcome,
    int worker,
    long submittedNanos,
    long startedNanos,
    long firstTokenNanos,
    long endedNanos,
    int inputTokens,
    int cachedTokens,
    int outputTokens,
    double confidence) {
  private static final double NANOS_PER_MILLI = 1e6;

  static ToldVisit of(JsonNode visit) {
    return new ToldVisit(
        visit.path("pool").asText(""),
        visit.path("part").asText(""),
        visit.path("outcome").asText(""),
        visit.path("worker").asInt(-1),
        nanos(visit.path("submitted_ms")),
        nanos(visit.path("started_ms")),
        nanos(visit.path("first_token_ms")),
        nanos(visit.path("ended_ms")),
        visit.path("prompt_tokens").asInt(0),
        visit.path("cached_tokens").asInt(0),
        visit.path("completion_tokens").asInt(0),
        visit.path("confidence").asDouble(Double.NaN));
  }

  /** The same for the books of a run, in which the pool has that index. */
  public MeasuredRequest.Visit measured(int index) {
    TurnOutcome ended =
        switch (outcome) {
          case "completed" -> TurnOutcome.COMPLETED;
          case "rejected" -> TurnOutcome.REJECTED;
          case "abandoned" -> TurnOutcome.ABANDONED;
          default -> TurnOutcome.FAILED;
        };
    return new MeasuredRequest.Visit(
        Part.of(part),
        index,
        worker,
        ended,
        ended == TurnOutcome.FAILED ? Failure.of(outcome) : null,
        submittedNanos,
        startedNanos,
        firstTokenNanos,
        endedNanos,
        inputTokens,
        cachedTokens,
        outputTokens,
        confidence);
  }

  static long nanos(JsonNode millis) {
    return millis.isNumber() ? Math.round(millis.asDouble() * NANOS_PER_MILLI) : -1;
  }
}
