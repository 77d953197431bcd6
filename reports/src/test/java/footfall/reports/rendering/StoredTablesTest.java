package footfall.reports.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.rendering.html.CalibrationReport;
import footfall.reports.rendering.tables.ComparisonTable;
import footfall.reports.rendering.tables.CsvTables;
import footfall.reports.rendering.tables.EvaluationTable;
import footfall.reports.rendering.tables.SizingTable;
import footfall.reports.rendering.tables.SweepTable;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SweepResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables for spreadsheets of stored runs, which are {@code tables.csv} beside them; {@code
 * -Dgolden=update} writes them anew, to be read before they are committed.
 */
class StoredTablesTest {
  private static final Path STORED = Path.of("src/test/resources/stored-runs");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));

  private static <T> T results(String kind, Class<T> type) throws IOException {
    return ResultsJson.read(Files.readString(STORED.resolve(kind).resolve("results.json")), type);
  }

  private static String tables(String kind) throws IOException {
    return switch (kind) {
      case "sweep" -> SweepTable.render(results(kind, SweepResults.class), true);
      case "comparison" -> ComparisonTable.render(results(kind, ComparisonResults.class));
      case "calibration" -> CalibrationReport.csv(results(kind, CalibrationResults.class));
      default -> {
        Results results = results(kind, Results.class);
        yield switch (kind) {
          case "size" -> SizingTable.render(results.sizing());
          case "evaluation" -> EvaluationTable.render(results.evaluation());
          case "load" -> CsvTables.summary(results) + CsvTables.prediction(results.prediction());
          default -> CsvTables.summary(results);
        };
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "sweep", "size", "comparison", "evaluation", "load", "calibration"})
  void theTablesSayWhatTheySaid(String kind) throws IOException {
    String tables = tables(kind);
    assertThat(tables.lines().count()).isGreaterThan(2);
    assertThat(tables).doesNotContain("NaN", "Infinity", "null");
    Path golden = STORED.resolve(kind).resolve("tables.csv");
    if (UPDATE) {
      Files.writeString(golden, tables);
    }
    assertThat(tables).isEqualTo(Files.readString(golden));
  }
}
