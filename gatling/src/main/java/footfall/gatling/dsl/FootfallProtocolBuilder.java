package footfall.gatling.dsl;

import footfall.gatling.TargetProperties;
import footfall.gatling.wire.Target;
import footfall.gatling.wire.Tls;
import io.gatling.core.protocol.Protocol;
import io.gatling.javaapi.core.ProtocolBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says which deployment is put under load, and how it is asked. Immutable: each method returns a
 * new one. Without {@link #apiKey} the variable {@code FOOTFALL_API_KEY} of the environment is sent
 * as bearer token, if it is set.
 */
public final class FootfallProtocolBuilder implements ProtocolBuilder {
  private static final String VERSION_1 = "/v1";
  private static final String AZURE = "/openai/deployments/{model}";

  private String address = "http://127.0.0.1:8080";
  private String prefix = VERSION_1;
  private String apiVersion = "";
  private String keyHeader = Target.AUTHORIZATION;
  private Map<String, String> headers = Map.of();
  private Tls tls = Tls.USUAL;
  private boolean http2;
  private String model = "";
  private Duration timeout = Duration.ofMinutes(2);
  private boolean recordsFirstTokens;

  FootfallProtocolBuilder() {}

  private FootfallProtocolBuilder with(Consumer<FootfallProtocolBuilder> change) {
    FootfallProtocolBuilder other = new FootfallProtocolBuilder();
    other.address = address;
    other.prefix = prefix;
    other.apiVersion = apiVersion;
    other.keyHeader = keyHeader;
    other.headers = headers;
    other.tls = tls;
    other.http2 = http2;
    other.model = model;
    other.timeout = timeout;
    other.recordsFirstTokens = recordsFirstTokens;
    change.accept(other);
    return other;
  }

  /** The address, with or without {@code /v1} at its end. */
  public FootfallProtocolBuilder baseUrl(String url) {
    return with(other -> other.address = url);
  }

  /** What stands between the address and {@code /chat/completions}; {@code /v1} if not given. */
  public FootfallProtocolBuilder prefix(String path) {
    return with(other -> other.prefix = path);
  }

  /** Asks as Azure OpenAI wants it: the model is the deployment, and goes into the path. */
  public FootfallProtocolBuilder azure(String version) {
    return with(
        other -> {
          other.prefix = AZURE;
          other.apiVersion = version;
          other.keyHeader = Target.AZURE_KEY;
        });
  }

  /** The key: a bearer token, or at Azure the value of {@code api-key}. */
  public FootfallProtocolBuilder apiKey(String key) {
    boolean isBearer = keyHeader.equals(Target.AUTHORIZATION);
    return header(keyHeader, isBearer ? "Bearer " + key : key);
  }

  /** The key, as it is, in a header of that name. */
  public FootfallProtocolBuilder apiKey(String headerName, String key) {
    return header(headerName, key);
  }

  /** A further header of every request; its value may hold expressions. */
  public FootfallProtocolBuilder header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return with(other -> other.headers = more);
  }

  /** The model that requests ask for unless they name another. */
  public FootfallProtocolBuilder model(String name) {
    return with(other -> other.model = name);
  }

  /** After which a request is given up; two minutes if not given. */
  public FootfallProtocolBuilder timeout(Duration time) {
    return with(other -> other.timeout = time);
  }

  /**
   * Tells Gatling the time to the first token of every answered stream as a request {@code NAME:
   * first token}, so that its report has percentiles of it, and {@code details("NAME: first
   * token")} asserts them. They count among the requests of {@code global()}.
   */
  public FootfallProtocolBuilder recordFirstTokens() {
    return with(other -> other.recordsFirstTokens = true);
  }

  /** Trusts these authorities (PEM) in place of those of the Java runtime. */
  public FootfallProtocolBuilder authorities(String file) {
    return with(
        other -> other.tls = new Tls(Optional.of(Path.of(file)), tls.certificate(), tls.key()));
  }

  /** Shows a certificate (PEM), with its key (PEM, PKCS 8, no password). */
  public FootfallProtocolBuilder certificate(String file, String keyFile) {
    Optional<Path> certificate = Optional.of(Path.of(file));
    return with(
        other ->
            other.tls = new Tls(tls.authorities(), certificate, Optional.of(Path.of(keyFile))));
  }

  /** Speaks HTTP/2 where TLS offers it. */
  public FootfallProtocolBuilder http2() {
    return with(other -> other.http2 = true);
  }

  /**
   * The deployment as Gatling keeps it.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if the address is none
   */
  @Override
  public Protocol protocol() {
    Target target =
        new Target(
            TargetProperties.base("baseUrl ", address, prefix.equals(VERSION_1)),
            prefix + ModelApi.CHAT.path(),
            apiVersion,
            Target.KEY_VARIABLE,
            keyHeader,
            Map.of(),
            tls,
            http2);
    return new FootfallProtocol(target, prefix, model, timeout, headers, recordsFirstTokens);
  }
}
