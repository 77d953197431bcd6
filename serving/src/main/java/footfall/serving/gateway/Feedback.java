package footfall.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.serving.ingress.LiveTest;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Where clients tell how a session went, {@code {"session": "..", "success": true}}, for the
 * scenario's A/B test. Thread-safe.
 */
final class Feedback {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNKNOWN_STATUS = 404;
  private static final int AGAIN_STATUS = 409;

  private final Optional<LiveTest> test;
  private final ActorSystem<?> system;

  Feedback(Optional<LiveTest> test, ActorSystem<?> system) {
    this.test = test;
    this.system = system;
  }

  /** Takes in what is told. */
  CompletionStage<HttpResponse> hear(HttpRequest request) {
    return SmallBody.of(request, system).thenApply(this::hear);
  }

  private HttpResponse hear(JsonNode told) {
    LiveTest running =
        test.orElseThrow(
            () ->
                ApiException.invalid(
                    null, "The scenario that is served has no A/B test: no `split` of two pools."));
    if (!told.path("session").isTextual() || !told.path("success").isBoolean()) {
      throw ApiException.invalid(
          told.path("session").isTextual() ? "success" : "session",
          "Write {\"session\": \"the value of its session header\", \"success\": true}.");
    }
    ObjectNode answer = JSON.createObjectNode();
    return switch (running.tell(told.get("session").asText(), told.get("success").asBoolean())) {
      case COUNTED -> Responses.json(answer.put("counted", true));
      case AGAIN ->
          Responses.json(answer.put("counted", false).put("because", "it was told before"))
              .withStatus(AGAIN_STATUS);
      case UNKNOWN ->
          Responses.json(
                  answer
                      .put("counted", false)
                      .put("because", "the split has routed no request of that session"))
              .withStatus(UNKNOWN_STATUS);
    };
  }
}
