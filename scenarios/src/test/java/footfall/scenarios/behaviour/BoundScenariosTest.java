package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.SizingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What files of the catalog are once they are read: every field of every record, as it stands in
 * {@code src/test/resources/bound}. {@code -Dgolden=update} writes them anew, to be read before
 * they are committed.
 */
class BoundScenariosTest {
  private static final Path CATALOG = Path.of("catalog");
  private static final Path BOUND = Path.of("src/test/resources/bound");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

  private static final Pattern TABLE = Pattern.compile("\\[[-0-9.E, ]{400,}\\]");

  private static final ObjectMapper FIELDS =
      new ObjectMapper()
          .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
          .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .registerModule(new Jdk8Module());

  private static Object read(String name) {
    Path file = CATALOG.resolve(name + ".yaml");
    if (name.contains("size-")) {
      return new SizingReader().read(file, List.of()).sizing();
    }
    return name.equals("muse-evaluation")
        ? new EvaluationReader().read(file, List.of()).evaluation()
        : new ScenarioReader().read(file, List.of()).scenario();
  }

  /** Tables of a thousand quantiles follow from what is beside them. */
  private static String withoutTables(String json) {
    return TABLE
        .matcher(json)
        .replaceAll(table -> "\"" + table.group().split(",", -1).length + " numbers\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab-test",
        "cascade",
        "fallback",
        "flash-sale",
        "live-hybrid",
        "muse-evaluation",
        "quota-200k-tpm",
        "region-loss",
        "claims/seed2-claims",
        "claims/size-quality-critical",
        "triage",
        "vendor-outage"
      })
  void everyFieldIsWhatItWas(String name) throws IOException {
    String bound = withoutTables(FIELDS.writeValueAsString(read(name))) + "\n";
    Path golden = BOUND.resolve(name + ".json");
    if (UPDATE) {
      Files.writeString(golden, bound);
    }
    assertThat(bound).isEqualTo(Files.readString(golden));
  }
}
