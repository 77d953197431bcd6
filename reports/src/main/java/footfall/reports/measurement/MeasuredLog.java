package footfall.reports.measurement;

import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.Scenario;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measured requests as lines of {@code requests.jsonl.gz}, there and back. Times are seconds since
 * the start of the run; gaps between tokens are told by their mean alone.
 */
public final class MeasuredLog {
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e6;

  private MeasuredLog() {}

  /** One request. */
  public static Map<String, Object> row(Scenario scenario, MeasuredRequest request) {
    long runKey = Streams.run(scenario.seed(), 0);
    Vocabulary words = Vocabulary.of(scenario.shoppers());
    MeasuredRequest.Place place = request.place();
    MeasuredRequest.Timestamps times = request.times();
    MeasuredRequest.Told told = request.told();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("shopper", place.shopper());
    row.put("key", Long.toHexString(Streams.entity(runKey, place.shopper())));
    row.put("class", scenario.shoppers().get(place.shopperClass()).name());
    row.put("turn", place.turn());
    row.put("call", place.call());
    row.put("retry", place.retry());
    if (place.language() != Vocabulary.NONE) {
      row.put("language", words.languages().get(place.language()));
    }
    if (place.intent() != Vocabulary.NONE) {
      row.put("intent", words.intents().get(place.intent()));
    }
    row.put("pool", told.pool() < 0 ? null : scenario.pools().get(told.pool()).name());
    row.put("worker", told.worker() < 0 ? null : told.worker());
    row.put("outcome", outcome(request));
    row.put("status", request.ending().status());
    if (!request.ending().problem().isEmpty()) {
      row.put("problem", request.ending().problem());
    }
    row.put("id", told.requestId());
    row.put("submitted", times.intendedNanos() / NANOS);
    row.put("sent", seconds(times.sentNanos()));
    row.put("started", request.wasServed() ? request.startedNanos() / NANOS : null);
    row.put("firstToken", seconds(times.firstTokenNanos()));
    if (times.firstVisibleNanos() > times.firstTokenNanos()) {
      row.put("firstVisible", seconds(times.firstVisibleNanos()));
    }
    row.put("ended", times.endedNanos() / NANOS);
    row.put("gapMean", Arrays.stream(times.gapsMicros()).average().orElse(Double.NaN) / MICROS);
    row.put("inputTokens", request.inputTokens());
    row.put("cachedTokens", Math.max(0, told.cachedTokens()));
    row.put("outputTokens", request.outputTokens());
    if (told.counted()) {
      row.put("counted", true);
    }
    row.put("serverQueue", seconds(told.queueNanos()));
    row.put("serverFirstToken", seconds(told.firstTokenNanos()));
    row.put("serverGeneration", seconds(told.generationNanos()));
    if (!told.visits().isEmpty()) {
      List<Map<String, Object>> visits = new ArrayList<>();
      List<MeasuredRequest> parts = request.inPools();
      for (int i = 0; i < parts.size(); i++) {
        visits.add(visit(scenario, told.visits().get(i), parts.get(i)));
      }
      row.put("visits", visits);
    }
    return row;
  }

  /** What a pool had of a request, in the words of the rows of requests. */
  private static Map<String, Object> visit(
      Scenario scenario, MeasuredRequest.Visit visit, MeasuredRequest part) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("part", visit.part().name().toLowerCase(Locale.ROOT));
    row.put("pool", visit.pool() < 0 ? null : scenario.pools().get(visit.pool()).name());
    row.put("worker", visit.worker() < 0 ? null : visit.worker());
    row.put("outcome", outcome(part));
    row.put("submitted", part.submittedNanos() / NANOS);
    row.put("started", part.wasServed() ? part.startedNanos() / NANOS : null);
    row.put("firstToken", seconds(part.times().firstTokenNanos()));
    row.put("ended", part.times().endedNanos() / NANOS);
    row.put("inputTokens", part.inputTokens());
    row.put("cachedTokens", Math.max(0, visit.cachedTokens()));
    row.put("outputTokens", part.outputTokens());
    if (!Double.isNaN(visit.confidence())) {
      row.put("confidence", visit.confidence());
    }
    return row;
  }

  /** How a request ended, in a word. */
  public static String outcome(MeasuredRequest request) {
    if (request.isOpen()) {
      return "open";
    }
    Failure failure = request.ending().failure();
    TurnOutcome outcome = request.ending().outcome();
    return failure == null ? outcome.name().toLowerCase(Locale.ROOT) : failure.key();
  }

  /**
   * A request that was served, as far as a fit needs it.
   *
   * @param worker -1 where it was not told
   * @param measured whether it is one of those that are to be fitted to: answered, and submitted
   *     after the warm-up; others only kept workers busy
   * @param told whether the target told when it began; else that is when it was sent
   * @param firstToken seconds since the start of the run, as all instants
   */
  public record Served(
      String pool,
      int worker,
      boolean measured,
      boolean told,
      double started,
      double firstToken,
      double ended,
      int inputTokens,
      int cachedTokens,
      int outputTokens) {
    /** Of a target that tells when requests begin. */
    public Served(
        String pool,
        int worker,
        boolean measured,
        double started,
        double firstToken,
        double ended,
        int inputTokens,
        int cachedTokens,
        int outputTokens) {
      this(
          pool,
          worker,
          measured,
          true,
          started,
          firstToken,
          ended,
          inputTokens,
          cachedTokens,
          outputTokens);
    }

    /** The same, begun at another instant. */
    Served begunAt(double seconds) {
      return new Served(
          pool,
          worker,
          measured,
          told,
          seconds,
          firstToken,
          ended,
          inputTokens,
          cachedTokens,
          outputTokens);
    }
  }

  /**
   * The served requests among these lines, each a map as it was written.
   *
   * @param fromSeconds when the warm-up was over
   */
  public static List<Served> served(List<Map<?, ?>> rows, double fromSeconds) {
    return rows.stream()
        .flatMap(
            row -> row.get("visits") instanceof List<?> visits ? visits.stream() : Stream.of(row))
        .map(row -> (Map<?, ?>) row)
        .filter(row -> row.get("started") != null && row.get("pool") != null)
        .map(
            row ->
                new Served(
                    row.get("pool").toString(),
                    row.get("worker") == null ? -1 : (int) number(row, "worker"),
                    "completed".equals(row.get("outcome"))
                        && number(row, "submitted") >= fromSeconds,
                    row.get("serverQueue") != null || row.containsKey("part"),
                    number(row, "started"),
                    number(row, "firstToken"),
                    number(row, "ended"),
                    (int) number(row, "inputTokens"),
                    (int) number(row, "cachedTokens"),
                    (int) number(row, "outputTokens")))
        .toList();
  }

  private static double number(Map<?, ?> row, String key) {
    return row.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static Double seconds(long nanos) {
    return nanos < 0 ? null : nanos / NANOS;
  }
}
