package footfall.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The few bytes of JSON that come with what is told and ordered besides the model APIs. */
final class SmallBody {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long MOST_BYTES = 4_096;

  private SmallBody() {}

  /** What it says, an empty object where there is none; fails where it is no JSON, or too large. */
  static CompletionStage<JsonNode> of(HttpRequest request, ActorSystem<?> system) {
    return request
        .entity()
        .withSizeLimit(MOST_BYTES)
        .toStrict(PATIENCE.toMillis(), system)
        .thenApply(strict -> read(strict.getData().toArray()));
  }

  private static JsonNode read(byte[] body) {
    try {
      JsonNode told = JSON.readTree(body);
      return told == null || told.isMissingNode() ? JSON.createObjectNode() : told;
    } catch (IOException e) {
      throw ApiException.invalid(null, "The body is no JSON.");
    }
  }
}
