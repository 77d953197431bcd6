package footfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;

/** The JSON Schemas that are published for what runs write. */
public final class PublishedSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PublishedSchema() {}

  /** Asserts that {@code results.json} of a run folder has this schema. */
  public static void isKept(String schema, Path run) throws IOException {
    Path file = Path.of("../reports/schema", schema + ".schema.json");
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JSON.readTree(file.toFile()))
                .validate(JSON.readTree(run.resolve("results.json").toFile())))
        .isEmpty();
  }
}
