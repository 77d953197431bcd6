package footfall.acceptance.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The bill of materials of what is shipped; Maven writes it where it is online. */
@EnabledIf("isThere")
class LicencesTest {
  private static final Path BILL = Path.of("../simulator/target/footfall.cdx.json");

  /** What may be shipped together with our own under Apache-2.0; one of several is enough. */
  private static final Set<String> COMPATIBLE =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "MPL-2.0",
          "EPL-2.0");

  /** Groups of which the bill says nothing, or not the right thing; read in their sources. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "com.google.re2j", "BSD-3-Clause",
          "com.hubspot", "Apache-2.0",
          "com.hubspot.immutables", "Apache-2.0",
          "com.thoughtworks.paranamer", "BSD-3-Clause",
          "io.github.metarank", "Apache-2.0",
          "org.jline", "BSD-3-Clause");

  /** A bill with less is none of all that we use. */
  private static final int LEAST = 130;

  private static JsonNode components;

  static boolean isThere() {
    return Files.exists(BILL);
  }

  @BeforeAll
  static void read() throws IOException {
    components = new ObjectMapper().readTree(BILL.toFile()).get("components");
  }

  private static List<String> licences(JsonNode component) {
    String known = KNOWN.get(component.path("group").asText());
    if (known != null) {
      return List.of(known);
    }
    List<String> licences = new ArrayList<>();
    for (JsonNode choice : component.path("licenses")) {
      JsonNode licence = choice.path("license");
      licences.add(licence.path("id").asText(licence.path("name").asText()));
    }
    return licences;
  }

  @Test
  void allMayBeShippedWithApache2() {
    assertThat(components).hasSizeGreaterThan(LEAST);
    for (JsonNode component : components) {
      assertThat(licences(component))
          .as(component.get("purl").asText())
          .containsAnyElementsOf(COMPATIBLE);
      assertThat(component.get("name").asText()).doesNotContain("highcharts");
    }
  }
}
