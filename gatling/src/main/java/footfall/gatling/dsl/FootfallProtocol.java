package footfall.gatling.dsl;

import static io.gatling.javaapi.core.internal.Expressions.toStringExpression;

import footfall.gatling.GeneratorWarmUp;
import footfall.gatling.wire.RequestIds;
import footfall.gatling.wire.Target;
import footfall.gatling.wire.Wire;
import io.gatling.commons.validation.Validation;
import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import io.gatling.http.client.uri.Uri;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * A deployment as Gatling knows it.
 *
 * @param prefix of the paths of its API
 * @param model that is asked for; empty where each request names one
 * @param timeout after which a request is given up
 * @param headers of every request, whose values have expressions
 * @param recordsFirstTokens whether the times to first tokens are told to Gatling as requests of
 *     their own
 */
record FootfallProtocol(
    Target target,
    String prefix,
    String model,
    Duration timeout,
    Map<String, String> headers,
    boolean recordsFirstTokens)
    implements Protocol {

  /** Where Gatling keeps it. */
  static final ProtocolKey<FootfallProtocol, Components> KEY =
      new ProtocolKey<>() {
        @SuppressWarnings("unchecked")
        @Override
        public Class<Protocol> protocolClass() {
          return (Class<Protocol>) (Class<?>) FootfallProtocol.class;
        }

        @Override
        public FootfallProtocol defaultProtocolValue(GatlingConfiguration configuration) {
          throw new IllegalStateException(
              "There is no address: add .protocols(footfall.baseUrl(\"http://..\")) to setUp.");
        }

        @Override
        public Function1<FootfallProtocol, Components> newComponents(CoreComponents core) {
          return protocol -> new Components(core, protocol);
        }
      };

  /** What a run has of it: the wire, and a clock. Thread-safe. */
  static final class Components implements ProtocolComponents {
    private static final byte[] PRACTICE =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final FootfallProtocol protocol;
    private final Wire wire;
    private final long zeroNanos = System.nanoTime();
    private final long zeroMillis = System.currentTimeMillis();
    private final RequestIds ids = new RequestIds();
    private final Map<String, Function1<Session, Validation<String>>> headers =
        new LinkedHashMap<>();

    private Components(CoreComponents core, FootfallProtocol protocol) {
      this.protocol = protocol;
      protocol.headers().forEach((name, value) -> headers.put(name, toStringExpression(value)));
      GeneratorWarmUp.run(core, PRACTICE);
      wire = new Wire(core, protocol.target(), protocol.timeout());
    }

    FootfallProtocol protocol() {
      return protocol;
    }

    Wire wire() {
      return wire;
    }

    /**
     * Headers of a request of this virtual user.
     *
     * @param conversation the same for all that belong together
     * @param shopper what a gateway of ours is told of it; empty for nothing
     * @throws Expressions.UnresolvedException if the session does not have what they need
     */
    HttpHeaders headers(Session session, String conversation, String shopper) {
      HttpHeaders all = wire.known(ids.next(), conversation, shopper);
      headers.forEach((name, value) -> all.set(name, Expressions.value(value, session)));
      return all;
    }

    /** Nanoseconds since the wire was made. */
    long nowNanos() {
      return System.nanoTime() - zeroNanos;
    }

    /** An instant of that clock in milliseconds of the epoch. */
    long epochMillis(long nanos) {
      return zeroMillis + nanos / NANOS_PER_MILLI;
    }

    /** Whole milliseconds of a time. */
    long millis(long nanos) {
      return Math.round(nanos / (double) NANOS_PER_MILLI);
    }

    /** An address of the deployment. */
    Uri address(String path, String model) {
      return Wire.at(protocol.target().address(path, model));
    }

    @Override
    public Function1<Session, Session> onStart() {
      return session -> session;
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
      return session -> BoxedUnit.UNIT;
    }
  }
}
