package footfall.serving.gateway;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Which pages of other servers a browser lets ask here: cross-origin resource sharing, as the Fetch
 * standard has it. Immutable.
 */
final class OtherPages {
  private static final String ANY = "*";
  private static final String DAY_SECONDS = "86400";

  private final List<String> origins;

  OtherPages(List<String> origins) {
    this.origins = List.copyOf(origins);
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  /** Whether a browser asks whether it may ask. */
  boolean asksFirst(HttpRequest request) {
    return !origins.isEmpty()
        && request.method().equals(HttpMethods.OPTIONS)
        && header(request, "Access-Control-Request-Method").isPresent();
  }

  /** What the browser is told. */
  HttpResponse answer(HttpRequest request) {
    HttpResponse answer = HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
    if (!isAllowed(request)) {
      return answer;
    }
    String headers = header(request, "Access-Control-Request-Headers").orElse("*");
    return allow(request, answer)
        .addHeader(RawHeader.create("Access-Control-Allow-Methods", "GET, POST, OPTIONS"))
        .addHeader(RawHeader.create("Access-Control-Allow-Headers", headers))
        .addHeader(RawHeader.create("Access-Control-Max-Age", DAY_SECONDS));
  }

  private boolean isAllowed(HttpRequest request) {
    Optional<String> origin = header(request, "Origin");
    return origin.isPresent() && (origins.contains(ANY) || origins.contains(origin.get()));
  }

  /** The response, which the page that asked may read where it is one of these. */
  HttpResponse allow(HttpRequest request, HttpResponse response) {
    if (!isAllowed(request)) {
      return response;
    }
    boolean any = origins.contains(ANY);
    String origin = any ? ANY : header(request, "Origin").orElse("");
    HttpResponse readable =
        response
            .addHeader(RawHeader.create("Access-Control-Allow-Origin", origin))
            .addHeader(
                RawHeader.create("Access-Control-Expose-Headers", "X-Request-Id, Retry-After"));
    return any ? readable : readable.addHeader(RawHeader.create("Vary", "Origin"));
  }
}
