package footfall.gatling.wire;

import footfall.scenarios.problems.InvalidInputException;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Whom a client trusts and who it is, as PEM files.
 *
 * @param authorities certificates to trust; empty for those of the Java runtime
 * @param certificate that the client shows; empty for none
 * @param key of that certificate, PKCS 8 without a password
 */
public record Tls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
  /** What the Java runtime trusts, and nothing to show. */
  public static final Tls USUAL = new Tls(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * What a connection is made with.
   *
   * @throws InvalidInputException if a file cannot be used
   */
  SslContextBuilder builder() {
    if (certificate.isPresent() != key.isPresent()) {
      throw InvalidInputException.of(
          "--client-cert and --client-key", "belong together", "name both, or none");
    }
    SslContextBuilder builder = SslContextBuilder.forClient();
    authorities.ifPresent(file -> using("--ca", file, () -> builder.trustManager(file.toFile())));
    certificate.ifPresent(
        file ->
            using(
                "--client-cert",
                file,
                () -> builder.keyManager(file.toFile(), key.orElseThrow().toFile())));
    return builder;
  }

  private static void using(String option, Path file, Runnable use) {
    if (!Files.isReadable(file)) {
      throw InvalidInputException.of(option + " " + file, "cannot be read", "name a PEM file");
    }
    try {
      use.run();
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(
          option + " " + file,
          "is not what it should be (" + e.getMessage() + ")",
          "name PEM files: certificates, and a PKCS 8 key without a password");
    }
  }

  /**
   * The same for the JDK's clients.
   *
   * @throws InvalidInputException if a file cannot be used
   */
  SSLContext context() {
    try {
      return ((JdkSslContext) builder().sslProvider(SslProvider.JDK).build()).context();
    } catch (SSLException e) {
      throw InvalidInputException.of(
          "--ca, --client-cert and --client-key",
          "cannot be used together (" + e.getMessage() + ")",
          "see whether the key is the certificate's");
    }
  }
}
