package footfall.reports.rendering.tables;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.measurement.MeasuredLog;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.SampledRequest;
import footfall.reports.results.ResultsJson;
import footfall.scenarios.Scenario;
import footfall.scenarios.shoppers.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * {@code requests.jsonl.gz}: single requests of each of the first hundred replications, a sample
 * that is spread evenly unless all are asked for; of a load test all.
 */
public final class RequestLog {

  private RequestLog() {}

  /** The file, compressed. */
  public static byte[] render(Outcome outcome) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      if (outcome.load() != null) {
        writeMeasured(outcome, zip);
        zip.finish();
        return bytes.toByteArray();
      }
      int replication = 0;
      for (ReplicationRecord each : outcome.replications()) {
        for (ReplicationRecord.Single single : each.singles()) {
          for (SampledRequest request : single.sample()) {
            Map<String, Object> row = row(outcome.resolved().scenario(), replication, request);
            zip.write((ResultsJson.line(row) + "\n").getBytes(StandardCharsets.UTF_8));
          }
          replication++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** All of them: a load test has them for others to work with. */
  private static void writeMeasured(Outcome outcome, GZIPOutputStream zip) throws IOException {
    for (MeasuredRequest request : outcome.load().requests()) {
      Map<String, Object> row = MeasuredLog.row(outcome.resolved().scenario(), request);
      zip.write((ResultsJson.line(row) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Map<String, Object> row(
      Scenario scenario, int replication, SampledRequest request) {
    Vocabulary words = Vocabulary.of(scenario.shoppers());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("replication", replication);
    row.put("shopper", request.shopper());
    row.put("class", scenario.shoppers().get(request.shopperClass()).name());
    row.put("turn", request.turn());
    row.put("call", request.call());
    row.put("retry", request.retry());
    put(row, "language", words.languages(), request.language());
    put(row, "intent", words.intents(), request.intent());
    row.put("pool", request.pool() < 0 ? null : scenario.pools().get(request.pool()).name());
    row.put("outcome", request.outcome());
    row.put("submitted", request.submittedNanos() / 1e9);
    row.put("started", orNull(request.startedNanos()));
    row.put("firstToken", orNull(request.firstTokenNanos()));
    row.put("ended", request.endedNanos() / 1e9);
    row.put("inputTokens", request.inputTokens());
    row.put("outputTokens", request.outputTokens());
    return row;
  }

  private static void put(Map<String, Object> row, String key, List<String> words, int index) {
    if (index != Vocabulary.NONE) {
      row.put(key, words.get(index));
    }
  }

  private static Double orNull(long nanos) {
    return nanos < 0 ? null : nanos / 1e9;
  }
}
