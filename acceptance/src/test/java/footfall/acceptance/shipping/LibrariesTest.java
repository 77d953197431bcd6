package footfall.acceptance.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * The jars that are shipped are those whose check sums were recorded, and none of them is known to
 * be vulnerable. {@code mvn -pl acceptance -am verify -Dtest=LibrariesTest -Dchecksums=update}
 * records new ones.
 */
class LibrariesTest {
  private static final Path SHIPPED = Path.of("../simulator/target");
  private static final Path CHECKSUMS = Path.of("../shipping/checksums.sha256");
  private static final Path VULNERABLE = Path.of("../shipping/vulnerable.txt");

  /** Those on the class path of the program, in the order of their names. */
  private static List<Path> jars() throws IOException {
    try (JarFile program = new JarFile(SHIPPED.resolve("footfall.jar").toFile())) {
      String path = program.getManifest().getMainAttributes().getValue("Class-Path");
      return Stream.of(path.split(" "))
          .filter(entry -> !entry.startsWith("lib/footfall-"))
          .sorted()
          .map(SHIPPED::resolve)
          .toList();
    }
  }

  @Test
  void everyJarIsTheOneThatWasRecorded() throws Exception {
    Map<String, String> sums = new TreeMap<>();
    for (Path jar : jars()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      sums.put(jar.getFileName().toString(), HexFormat.of().formatHex(digest));
    }
    List<String> lines = new ArrayList<>();
    sums.forEach((name, sum) -> lines.add(sum + "  " + name));
    if ("update".equals(System.getProperty("checksums"))) {
      Files.write(CHECKSUMS, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(CHECKSUMS));
  }

  @Test
  void noneIsKnownToBeVulnerable() throws IOException {
    Map<String, String> shipped = new TreeMap<>();
    for (Path jar : jars()) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        zip.stream()
            .filter(entry -> entry.getName().matches("META-INF/maven/.*/pom.properties"))
            .forEach(
                entry -> {
                  Properties pom = new Properties();
                  try {
                    pom.load(zip.getInputStream(entry));
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                  shipped.put(
                      pom.getProperty("groupId") + ":" + pom.getProperty("artifactId"),
                      pom.getProperty("version"));
                });
      }
    }
    assertThat(shipped).hasSizeGreaterThan(60).containsKey("org.apache.commons:commons-lang3");
    int known = 0;
    for (String line : Files.readAllLines(VULNERABLE)) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      String[] columns = line.strip().split("\\s+");
      String version = shipped.get(columns[0]);
      if (version != null) {
        known++;
        assertThat(compare(version, columns[1]))
            .as("%s %s: %s, fixed in %s", columns[0], version, columns[2], columns[1])
            .isGreaterThanOrEqualTo(0);
      }
    }
    assertThat(known).isGreaterThan(8);
  }

  /** By the numbers in both, one after the other. */
  private static int compare(String version, String other) {
    List<Integer> one = numbers(version);
    List<Integer> two = numbers(other);
    for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
      int difference = (i < one.size() ? one.get(i) : 0) - (i < two.size() ? two.get(i) : 0);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static List<Integer> numbers(String version) {
    return Stream.of(version.split("[^0-9]+"))
        .filter(part -> !part.isEmpty())
        .map(Integer::parseInt)
        .toList();
  }

  @Test
  void versionsAreComparedByTheirNumbers() {
    assertThat(compare("2.10.0", "2.9.1")).isPositive();
    assertThat(compare("2.0", "2.0.0")).isZero();
    assertThat(compare("4.2.4.Final", "4.2.5")).isNegative();
    assertThat(compare("33.3.1-jre", "32.0.0")).isPositive();
  }
}
