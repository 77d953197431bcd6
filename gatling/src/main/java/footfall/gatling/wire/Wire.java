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
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import java.time.Duration;
import java.util.Map;
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
  private final Map<String, String> always;
  private final boolean http2;
  private final Duration timeout;
  private final InetAddressNameResolver resolver;
  private final Option<SslContexts> ssl;

  /**
   * A wire to a target.
   *
   * @param model whose chats go over it
   * @param timeout after which a request is given up
   */
  public Wire(CoreComponents core, Target target, String model, Duration timeout) {
    this.engine = HttpEngine.apply(core);
    this.completions = Uri.create(target.completions(model).toString());
    this.always = target.allHeaders();
    this.http2 = target.http2();
    this.timeout = timeout;
    this.resolver = engine.newJavaDnsNameResolver();
    this.ssl = completions.isSecured() ? Option.apply(ssl(target)) : Option.empty();
  }

  private SslContexts ssl(Target target) {
    if (target.tls().equals(Tls.USUAL)) {
      return engine.newSslContexts(http2, Option.empty());
    }
    Option<ApplicationProtocolConfig> negotiation =
        http2
            ? Option.apply(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2,
                    ApplicationProtocolNames.HTTP_1_1))
            : Option.empty();
    return new SslContexts(target.tls().builder(), negotiation);
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
    always.forEach(headers::set);
    Request request =
        new RequestBuilder("chat", HttpMethod.POST, completions, resolver)
            .setHeaders(headers)
            .setBodyBuilder(new ByteArrayRequestBodyBuilder(body, null))
            .setRequestTimeout(timeout.toMillis())
            .setHttp2Enabled(http2)
            .build();
    engine.executeRequest(request, SHARED, true, eventLoop, listener, ssl);
  }
}
