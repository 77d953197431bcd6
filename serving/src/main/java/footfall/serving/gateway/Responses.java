package footfall.serving.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Responses that are JSON. */
final class Responses {
  private Responses() {}

  static HttpResponse json(ObjectNode body) {
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, ReplyWriter.bytes(body));
  }

  static HttpResponse error(ApiException problem) {
    HttpResponse response =
        json(ReplyWriter.error(problem)).withStatus(StatusCodes.get(problem.status()));
    return problem.retryAfterSeconds() > 0
        ? response.addHeader(
            RawHeader.create("Retry-After", Integer.toString(problem.retryAfterSeconds())))
        : response;
  }
}
