package footfall.reports.rendering;

import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.reports.analysis.Outcome;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.SampledTurn;
import footfall.scenarios.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** {@code requests.jsonl.gz}: a sample of single turns, spread evenly over each replication. */
final class RequestLog {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RequestLog() {}

  static byte[] render(Outcome outcome) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      int replication = 0;
      for (ReplicationRecord each : outcome.replications()) {
        for (SampledTurn turn : each.sample()) {
          String line =
              ResultsJson.line(MAPPER, row(outcome.resolved().scenario(), replication, turn));
          zip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        replication++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, Object> row(Scenario scenario, int replication, SampledTurn turn) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("replication", replication);
    row.put("shopper", turn.shopper());
    row.put("class", scenario.shoppers().get(turn.shopperClass()).name());
    row.put("turn", turn.turn());
    row.put("pool", scenario.pools().get(turn.pool()).name());
    row.put("outcome", turn.outcome());
    row.put("submitted", turn.submittedNanos() / 1e9);
    row.put("started", orNull(turn.startedNanos()));
    row.put("firstToken", orNull(turn.firstTokenNanos()));
    row.put("ended", turn.endedNanos() / 1e9);
    row.put("inputTokens", turn.inputTokens());
    row.put("outputTokens", turn.outputTokens());
    return row;
  }

  private static Double orNull(long nanos) {
    return nanos < 0 ? null : nanos / 1e9;
  }
}
