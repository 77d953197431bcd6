package footfall.reports.rendering.tables;

import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.ResultsJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What an evaluation leaves for spreadsheets, and for those who want to read along. */
public final class EvaluationTable {
  private EvaluationTable() {}

  /** {@code evaluation.csv}: one row for each measure of each model and part. */
  public static String render(EvaluationFigures figures) {
    StringBuilder csv = new StringBuilder("model,part,measure,value,ci95_low,ci95_high,n\n");
    for (Model model : figures.models()) {
      rows(csv, model, "all", model.measures());
      rows(csv, model, "all", Map.of("tool_call_f1", model.toolCallF1()));
      if (model.underLoad() != null) {
        rows(csv, model, "under load", model.underLoad().measures());
        rows(csv, model, "change under load", model.underLoad().changes());
      }
      model.byLanguage().forEach((name, part) -> rows(csv, model, "language " + name, part));
      model.byVertical().forEach((name, part) -> rows(csv, model, "vertical " + name, part));
      model.byIntent().forEach((name, part) -> rows(csv, model, "intent " + name, part));
    }
    return csv.toString();
  }

  private static void rows(
      StringBuilder csv, Model model, String part, Map<String, Estimate> measures) {
    measures.forEach(
        (measure, estimate) ->
            csv.append(SweepTable.quoted(model.pool()))
                .append(',')
                .append(SweepTable.quoted(part))
                .append(',')
                .append(measure)
                .append(',')
                .append(cell(estimate.value()))
                .append(',')
                .append(cell(estimate.ci95()[0]))
                .append(',')
                .append(cell(estimate.ci95()[1]))
                .append(',')
                .append(estimate.n())
                .append('\n'));
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }

  /** {@code conversations.jsonl.gz}: what was said, one conversation a line. */
  public static byte[] conversations(List<Map<String, Object>> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      for (Map<String, Object> row : rows) {
        zip.write((ResultsJson.line(row) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
