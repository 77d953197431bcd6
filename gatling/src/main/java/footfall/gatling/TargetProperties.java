package footfall.gatling;

import footfall.gatling.wire.Target;
import footfall.gatling.wire.Tls;
import footfall.scenarios.problems.InvalidInputException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A target as system properties. */
public final class TargetProperties {
  private static final String HERE = "http://127.0.0.1:8080";

  private TargetProperties() {}

  /**
   * What the system properties say of it.
   *
   * @param prefix of their names
   * @throws InvalidInputException if one is wrong
   */
  static Target read(Properties properties, String prefix) {
    String path = properties.getProperty(prefix + "path", "");
    return new Target(
        base("--target ", properties.getProperty(prefix + "target", HERE), path.isEmpty()),
        path.isEmpty() ? Target.CHAT_PATH : path,
        properties.getProperty(prefix + "apiVersion", ""),
        properties.getProperty(prefix + "key", Target.KEY_VARIABLE),
        properties.getProperty(prefix + "keyHeader", Target.AUTHORIZATION),
        Target.headers(properties.getProperty(prefix + "headers", "").lines().toList()),
        new Tls(
            file(properties, prefix + "ca"),
            file(properties, prefix + "clientCert"),
            file(properties, prefix + "clientKey")),
        Boolean.parseBoolean(properties.getProperty(prefix + "http2", "false")));
  }

  private static Optional<Path> file(Properties properties, String name) {
    return Optional.of(properties.getProperty(name, ""))
        .filter(path -> !path.isEmpty())
        .map(Path::of);
  }

  /** The same as system properties. */
  static Map<String, String> write(Target target, String prefix) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(prefix + "target", target.base().toString());
    properties.put(prefix + "path", target.path());
    properties.put(prefix + "apiVersion", target.apiVersion());
    properties.put(prefix + "key", target.keyVariable());
    properties.put(prefix + "keyHeader", target.keyHeader());
    StringBuilder headers = new StringBuilder();
    target.headers().forEach((name, value) -> headers.append(name + ": " + value + "\n"));
    properties.put(prefix + "headers", headers.toString());
    target.tls().authorities().ifPresent(f -> properties.put(prefix + "ca", f.toString()));
    target.tls().certificate().ifPresent(f -> properties.put(prefix + "clientCert", f.toString()));
    target.tls().key().ifPresent(f -> properties.put(prefix + "clientKey", f.toString()));
    properties.put(prefix + "http2", Boolean.toString(target.http2()));
    return properties;
  }

  /**
   * A base address.
   *
   * @param option how messages call it
   * @param withoutVersion whether a {@code /v1} at its end is left out, as the path has it
   * @throws InvalidInputException if it is none
   */
  public static URI base(String option, String address, boolean withoutVersion) {
    URI uri;
    try {
      String base = address.replaceFirst("/+$", "");
      uri = URI.create(withoutVersion ? base.replaceFirst("/v1$", "") : base);
    } catch (IllegalArgumentException e) {
      throw wrong(option, address);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean more =
        uri.getQuery() != null || uri.getRawUserInfo() != null || uri.getFragment() != null;
    if (!http || uri.getHost() == null || more) {
      throw wrong(option, address);
    }
    return uri;
  }

  private static InvalidInputException wrong(String option, String address) {
    return InvalidInputException.of(
        option + address,
        "must be the base address of an OpenAI-compatible API",
        "write http://127.0.0.1:8080");
  }
}
