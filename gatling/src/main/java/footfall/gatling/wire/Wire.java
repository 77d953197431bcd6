package footfall.gatling.wire;

import io.gatling.core.CoreComponents;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.RequestBuilder;
import io.gatling.http.client.body.bytearray.ByteArrayRequestBodyBuilder;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.gatling.http.client.uri.Uri;
import io.gatling.http.engine.HttpEngine;
import io.gatling.http.util.SslContexts;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import scala.Option;

/**
 * Sends requests through Gatling's own HTTP client, below its {@code http()} and {@code sse()}:
 * only there are all pieces of a body seen at the moment they come. Connections are shared by all
 * shoppers. Thread-safe.
 */
public final class Wire {
  /** Where a client says which of its requests this is. */
  public static final String REQUEST_ID = "X-Request-Id";

  /** Where a client says which conversation a request belongs to. */
  public static final String SESSION = "X-Correlation-ID";

  /** Where a gateway of ours is told of the shopper. */
  public static final String SHOPPER = "X-Footfall-Shopper";

  private static final long SHARED = -1;

  private final HttpEngine engine;
  private final Uri completions;
  private final Optional<String> key;
  private final Duration timeout;
  private final InetAddressNameResolver resolver;
  private final Option<SslContexts> ssl;

  /**
   * A wire to a target.
   *
   * @param completions where it takes chats
   * @param key of its API; empty for none
   * @param timeout after which a request is given up
   */
  public Wire(CoreComponents core, URI completions, Optional<String> key, Duration timeout) {
    this.engine = HttpEngine.apply(core);
    this.completions = Uri.create(completions.toString());
    this.key = key;
    this.timeout = timeout;
    this.resolver = engine.newJavaDnsNameResolver();
    this.ssl =
        this.completions.isSecured()
            ? Option.apply(engine.newSslContexts(false, Option.empty()))
            : Option.empty();
  }

  /** Sends a request; the listener is told on the event loop what comes of it. */
  public void send(
      byte[] body,
      String requestId,
      String session,
      String shopper,
      EventLoop eventLoop,
      HttpListener listener) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Accept", "text/event-stream");
    headers.set(REQUEST_ID, requestId);
    headers.set(SESSION, session);
    headers.set(SHOPPER, shopper);
    key.ifPresent(secret -> headers.set("Authorization", "Bearer " + secret));
    Request request =
        new RequestBuilder("chat", HttpMethod.POST, completions, resolver)
            .setHeaders(headers)
            .setBodyBuilder(new ByteArrayRequestBodyBuilder(body, null))
            .setRequestTimeout(timeout.toMillis())
            .build();
    engine.executeRequest(request, SHARED, true, eventLoop, listener, ssl);
  }
}
