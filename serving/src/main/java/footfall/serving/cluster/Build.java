package footfall.serving.cluster;

import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Which Footfall this is, to the byte: its version and a digest of its code, of which the last part
 * names the libraries in its manifest. Two builds of one version may well simulate differently.
 */
public final class Build {
  private static final int DIGITS = 12;

  private Build() {}

  /**
   * The version and the digest, as {@code 0.2.0+9f86d081884c}.
   *
   * @param version of the tool
   * @param parts a class of each further part whose code counts
   */
  public static String of(String version, Class<?>... parts) {
    MessageDigest digest = sha256();
    List.of(Scenario.class, ReplicationRecord.class, Build.class)
        .forEach(part -> add(digest, part));
    List.of(parts).forEach(part -> add(digest, part));
    return version + "+" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  /** The jar that it is in; class folders belong to a developer's own build. */
  private static void add(MessageDigest digest, Class<?> part) {
    try {
      Path place = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(place)) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(place), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot read the program's own code: " + e, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
