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
import java.net.URI;
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
  private final Target target;
  private final Map<String, String> always;
  private final Duration timeout;
  private final InetAddressNameResolver resolver;
  private final Option<SslContexts> ssl;

  /**
   * A wire to a target.
   *
   * @param timeout after which a request is given up
   */
  public Wire(CoreComponents core, Target target, Duration timeout) {
    this.engine = HttpEngine.apply(core);
    this.target = target;
    this.always = target.allHeaders();
    this.timeout = timeout;
    this.resolver = engine.newJavaDnsNameResolver();
    boolean isSecured = "https".equals(target.base().getScheme());
    this.ssl = isSecured ? Option.apply(ssl()) : Option.empty();
  }

  /** Where the target takes chats with a model. */
  public Uri chats(String model) {
    return at(target.completions(model));
  }

  /** An address at the target. */
  public static Uri at(URI address) {
    return Uri.create(address.toString());
  }

  private SslContexts ssl() {
    if (target.tls().equals(Tls.USUAL)) {
      return engine.newSslContexts(target.http2(), Option.empty());
    }
    Option<ApplicationProtocolConfig> negotiation =
        target.http2()
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

  /**
   * Headers by which a server knows a request again, but for those that the target fixes.
   *
   * @param shopper what a gateway of ours is told of it; empty for nothing
   */
  public HttpHeaders known(String requestId, String session, String shopper) {
    HttpHeaders headers = new DefaultHttpHeaders();
    always.forEach(headers::set);
    setIfAbsent(headers, REQUEST_ID, requestId);
    setIfAbsent(headers, SESSION, session);
    if (!shopper.isEmpty()) {
      setIfAbsent(headers, SHOPPER, shopper);
    }
    return headers;
  }

  /**
   * Sends JSON; the listener is told on the event loop what comes of it.
   *
   * @param headers further ones, which win over those of the target; they are taken over
   */
  public void post(
      Uri address, byte[] body, HttpHeaders headers, EventLoop eventLoop, HttpListener listener) {
    setIfAbsent(headers, "Content-Type", "application/json");
    setIfAbsent(headers, "Accept", "text/event-stream, application/json");
    always.forEach((name, value) -> setIfAbsent(headers, name, value));
    Request request =
        new RequestBuilder("chat", HttpMethod.POST, address, resolver)
            .setHeaders(headers)
            .setBodyBuilder(new ByteArrayRequestBodyBuilder(body, null))
            .setRequestTimeout(timeout.toMillis())
            .setHttp2Enabled(target.http2())
            .build();
    engine.executeRequest(request, SHARED, true, eventLoop, listener, ssl);
  }

  private static void setIfAbsent(HttpHeaders headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
