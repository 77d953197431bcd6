package footfall.simulator.enginefit;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.StepTime;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.LibraryEngines;
import footfall.simulator.enginefit.ConcurrencyTable.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Published measurements of servers, each predicted by an engine that is derived for its model and
 * device and fitted to nothing. The file has the columns {@code model, precision, device, gpus,
 * engine, input_tokens, output_tokens, load_kind, load, ttft_ms, tpot_ms, tpot_stat, quality}.
 */
public final class MeasuredServing {
  /** Benchmarks draw lengths; few say how. */
  private static final double SPREAD = 0.2;

  private static final Pattern MEAN_BATCH = Pattern.compile("mean batch ([0-9.]+)");

  /** Mean prompts of data sets that rows name instead of a length. */
  private static final Map<String, Integer> PROMPTS =
      Map.of("dataset:lm-arena-chat", 400, "dataset:sharegpt", 180);

  private static final List<String> COLUMNS =
      List.of(
          "model",
          "precision",
          "device",
          "gpus",
          "engine",
          "input_tokens",
          "output_tokens",
          "load_kind",
          "load",
          "ttft_ms",
          "tpot_ms",
          "tpot_stat",
          "quality");

  private static final List<String> CLOSED_LOOPS =
      List.of("concurrency", "closed loop", "max_num_seqs");

  private final List<Predicted> rows = new ArrayList<>();
  private int leftOut;

  /** A row and what is predicted; times in milliseconds, NaN where the row has none. */
  private record Predicted(
      String group, boolean isGood, double ttft, double ttftFound, double tpot, double tpotFound) {
    double tpotError() {
      return tpotFound / tpot - 1;
    }

    double ttftError() {
      return ttftFound / ttft - 1;
    }
  }

  private MeasuredServing() {}

  /**
   * Reads and predicts.
   *
   * @throws InvalidInputException if the file cannot be read
   */
  public static MeasuredServing read(Path file) {
    MeasuredServing serving = new MeasuredServing();
    LibraryEngines engines = new LibraryEngines();
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : records) {
        check(file, row);
        predict(row, engines).ifPresentOrElse(serving.rows::add, () -> serving.leftOut++);
      }
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read as CSV", "name a file with a line of column names");
    }
    return serving;
  }

  private static void check(Path file, NamedCsvRecord row) {
    String location = file + ":" + row.getStartingLineNumber();
    for (String column : COLUMNS) {
      if (row.findField(column).isEmpty()) {
        throw InvalidInputException.of(
            location,
            "has no value for " + column,
            "the columns are " + String.join(", ", COLUMNS));
      }
    }
    for (String column : List.of("gpus", "load")) {
      if (!isNumber(row.getField(column)) || Double.parseDouble(row.getField(column)) < 1) {
        throw InvalidInputException.of(
            location,
            column + ": \"" + row.getField(column) + "\" must be a number from 1",
            "for example 8");
      }
    }
  }

  private static Optional<Predicted> predict(NamedCsvRecord row, LibraryEngines engines) {
    Optional<String> model = model(row.getField("model"));
    Optional<String> device = device(row.getField("device"));
    String precision = precision(row.getField("precision"), row.getField("model"));
    boolean isClosed = CLOSED_LOOPS.stream().anyMatch(row.getField("load_kind")::startsWith);
    boolean applies =
        model.isPresent()
            && device.isPresent()
            && !precision.isEmpty()
            && isClosed
            && isNumber(row.getField("tpot_ms"))
            && isNumber(row.getField("output_tokens"))
            && !row.getField("engine").contains("llama.cpp");
    if (!applies) {
      return Optional.empty();
    }
    int gpus = Integer.parseInt(row.getField("gpus"));
    Engine engine;
    try {
      engine = engines.of(model.get(), device.get(), precision, gpus);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
    String prompt = row.getField("input_tokens");
    Row asked =
        new Row(
            (int) Math.round(concurrency(row)),
            isNumber(prompt) ? (int) Double.parseDouble(prompt) : PROMPTS.getOrDefault(prompt, 500),
            (int) Double.parseDouble(row.getField("output_tokens")),
            0,
            0);
    boolean isMedian = row.getField("tpot_stat").contains("p50");
    Row found =
        isMedian ? decoding(engine, asked) : ConcurrencyTable.simulate(engine, asked, SPREAD);
    String ttft = row.getField("ttft_ms");
    return Optional.of(
        new Predicted(
            device.get() + " | " + model.get() + " | " + precision + " | " + gpus,
            !row.getField("quality").equals("C"),
            !isNumber(ttft) || isMedian ? Double.NaN : Double.parseDouble(ttft),
            1e3 * found.ttft(),
            Double.parseDouble(row.getField("tpot_ms")),
            1e3 * found.tpot()));
  }

  /** The median gap between tokens is that of a step in which nobody's prompt is read. */
  private static Row decoding(Engine engine, Row row) {
    StepTime time = engine.stepTime();
    int together = row.concurrency();
    double context = row.input() + row.output() / 2.0;
    double nanos =
        time.batchNanos(together, together, together, together)
            + time.contextNanos(together * context, together * context);
    return new Row(together, row.input(), row.output(), 0, nanos / 1e9);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]+([.][0-9]+)?");
  }

  private static double concurrency(NamedCsvRecord row) {
    Matcher mean = MEAN_BATCH.matcher(row.getField("load_kind"));
    return mean.find()
        ? Double.parseDouble(mean.group(1))
        : Double.parseDouble(row.getField("load"));
  }

  private static Optional<String> model(String name) {
    String last =
        name.replaceFirst(".*/", "")
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^meta-", "")
            .replaceFirst("-fp8$", "")
            .replaceFirst("-(2507|v0\\.3|v0\\.1)$", "")
            .replaceFirst("-(instruct|it)(-2507|-v0\\.3)?$", "")
            .replaceFirst("-instruct", "")
            .replaceFirst("-4k$", "");
    return Optional.of(last);
  }

  private static Optional<String> device(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Map<String, String> prefixes = new TreeMap<>();
    prefixes.put("a10g", "gpu-a10g");
    prefixes.put("h100-sxm", "gpu-h100");
    prefixes.put("h100-pcie", "gpu-h100-pcie");
    prefixes.put("h200", "gpu-h200");
    prefixes.put("b200", "gpu-b200");
    prefixes.put("b300", "gpu-b300");
    prefixes.put("gb200", "gpu-gb200");
    prefixes.put("mi300x", "gpu-mi300x");
    prefixes.put("mi325x", "gpu-mi325x");
    prefixes.put("mi355x", "gpu-mi355x");
    prefixes.put("a100-sxm4-40gb", "gpu-a100-40");
    prefixes.put("a100-sxm", "gpu-a100-80");
    prefixes.put("rtx4090", "gpu-rtx-4090");
    prefixes.put("rtx5090", "gpu-rtx-5090");
    prefixes.put("rtx-pro-6000", "gpu-rtx-pro-6000");
    prefixes.put("l40s", "gpu-l40s");
    prefixes.put("l4-", "gpu-l4");
    prefixes.put("t4", "gpu-t4");
    return prefixes.entrySet().stream()
        .filter(entry -> lower.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce((first, second) -> second);
  }

  private static String precision(String written, String model) {
    String lower = written.toLowerCase(Locale.ROOT);
    if (lower.startsWith("bf") || lower.startsWith("fp16")) {
      return "bf16";
    }
    if (lower.startsWith("fp8")) {
      return "fp8";
    }
    if (lower.equals("fp4") || lower.contains("mxfp4")) {
      return model.contains("gpt-oss") ? "mxfp4" : "nvfp4";
    }
    return "";
  }

  /** A table of errors by device, model, precision and GPUs, and of all of good quality. */
  public void print(PrintWriter out) {
    out.println(
        "| device | model | precision | GPUs | rows | TPOT median | p90 | TTFT median | p90 |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    Map<String, List<Predicted>> groups = new TreeMap<>();
    rows.forEach(row -> groups.computeIfAbsent(row.group(), g -> new ArrayList<>()).add(row));
    groups.forEach((group, members) -> line(out, group, members));
    line(out, "all of quality A and B | | |", rows.stream().filter(Predicted::isGood).toList());
    out.printf(
        Locale.ROOT,
        "%n%d rows predicted; %d left out: no steady concurrency, no TPOT, or a model, device or"
            + " precision that is not in the library.%n",
        rows.size(),
        leftOut);
  }

  private static void line(PrintWriter out, String group, List<Predicted> members) {
    double[] tpot = sorted(members.stream().mapToDouble(Predicted::tpotError).toArray());
    double[] ttft = sorted(members.stream().mapToDouble(Predicted::ttftError).toArray());
    out.printf(
        Locale.ROOT,
        "| %s | %d | %s | %s | %s | %s |%n",
        group,
        members.size(),
        percent(tpot, .5),
        percent(tpot, .9),
        percent(ttft, .5),
        percent(ttft, .9));
  }

  private static double[] sorted(double[] errors) {
    return Arrays.stream(errors).filter(Double::isFinite).map(Math::abs).sorted().toArray();
  }

  private static String percent(double[] sorted, double part) {
    return sorted.length == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "%.1f %%",
            100 * sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))]);
  }
}
