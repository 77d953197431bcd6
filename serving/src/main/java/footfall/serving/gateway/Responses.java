package footfall.serving.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Responses that are JSON. */
final class Responses {
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_ALLOWED = 405;

  private Responses() {}

  static HttpResponse json(ObjectNode body) {
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, Events.bytes(body));
  }

  /** An error, in the words of the API that was asked. */
  static HttpResponse error(ApiException problem, ApiForm form) {
    ObjectNode body =
        form == ApiForm.MESSAGES ? MessagesWriter.error(problem) : ChatWriter.error(problem);
    HttpResponse response = json(body).withStatus(StatusCodes.get(problem.status()));
    if (problem.retryAfterSeconds() > 0) {
      response =
          response.addHeader(
              RawHeader.create("Retry-After", Integer.toString(problem.retryAfterSeconds())));
    }
    return switch (problem.status()) {
      case UNAUTHORIZED -> response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
      case NOT_ALLOWED -> response.addHeader(RawHeader.create("Allow", problem.allowed()));
      default -> response;
    };
  }
}
