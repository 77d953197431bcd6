package footfall.simulator.enginefit;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import footfall.actors.engine.Content;
import footfall.actors.engine.EngineListener;
import footfall.actors.engine.Sequence;
import footfall.actors.engine.StepEngine;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.simulator.enginefit.RequestLog.TimeUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How long a server took for requests of one size where so many were always there: a CSV file with
 * the columns {@code concurrency, input_toks, output_toks, ttft, tpot}, means.
 *
 * @param name of the file
 */
public record ConcurrencyTable(String name, List<Row> rows) implements Evidence {
  private static final List<String> COLUMNS =
      List.of("concurrency", "input_toks", "output_toks", "ttft", "tpot");
  private static final int TIMES_FROM = 3;
  private static final String NUMBER = "[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?";

  /** Requests of a closed loop that are left out at its start and counted then, by its size. */
  private static final int SETTLING = 2;

  private static final int COUNTED = 4;

  /** Multiples of it are spread evenly between whole numbers. */
  private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

  private static final int LEAST = 8;

  /** One of them; times in seconds. */
  public record Row(int concurrency, int input, int output, double ttft, double tpot) {}

  /**
   * Reads a file with a line of names.
   *
   * @throws InvalidInputException with the lines that are wrong
   */
  public static ConcurrencyTable read(Path file, TimeUnit unit) {
    List<Row> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord record : records) {
        String location = file + ":" + record.getStartingLineNumber();
        if (!record.getHeader().stream().map(String::strip).toList().containsAll(COLUMNS)) {
          throw InvalidInputException.of(
              file + ":1",
              "needs the columns " + String.join(", ", COLUMNS),
              "name them in this line");
        }
        row(record, location, unit, problems).ifPresent(rows::add);
      }
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw InvalidInputException.of(
          file.toString(),
          Files.exists(file) ? "is not a CSV file" : "does not exist",
          "name a CSV file");
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    if (rows.isEmpty()) {
      throw InvalidInputException.of(file.toString(), "has no rows", "measure at some loads");
    }
    return new ConcurrencyTable(file.getFileName().toString(), rows);
  }

  private static Optional<Row> row(
      NamedCsvRecord record, String location, TimeUnit unit, List<Problem> problems) {
    List<String> header = record.getHeader().stream().map(String::strip).toList();
    double[] figures = new double[COLUMNS.size()];
    for (int c = 0; c < figures.length; c++) {
      int at = header.indexOf(COLUMNS.get(c));
      String cell = at < record.getFieldCount() ? record.getField(at).strip() : "";
      boolean isNumber = cell.matches(c < TIMES_FROM ? "[0-9]{1,9}" : NUMBER);
      figures[c] = isNumber ? Double.parseDouble(cell) : 0;
      if (figures[c] <= 0) {
        String rule = c < TIMES_FROM ? "a whole number above zero" : "a number above zero";
        problems.add(
            new Problem(location, COLUMNS.get(c), cell, "must be " + rule, "leave the row out"));
        return Optional.empty();
      }
    }
    return Optional.of(
        new Row(
            (int) figures[0],
            (int) figures[1],
            (int) figures[2],
            figures[3] * unit.seconds(),
            figures[4] * unit.seconds()));
  }

  @Override
  public double loss(Engine engine) {
    double[] simulated = times(engine);
    double[] measured = measured();
    double sum = 0;
    for (int i = 0; i < measured.length; i++) {
      sum += Math.min(1, Math.abs(simulated[i] - measured[i]));
    }
    return 3 * sum / measured.length;
  }

  @Override
  public double[] times(Engine engine) {
    return rows.stream()
        .map(row -> simulate(engine, row))
        .flatMapToDouble(row -> DoubleStream.of(Math.log(row.ttft), Math.log(row.tpot)))
        .toArray();
  }

  @Override
  public double[] measured() {
    return rows.stream()
        .flatMapToDouble(row -> DoubleStream.of(Math.log(row.ttft), Math.log(row.tpot)))
        .toArray();
  }

  @Override
  public int size() {
    return rows.size();
  }

  /** The row as an engine has it: whoever is answered makes room for the next at once. */
  static Row simulate(Engine engine, Row row) {
    return simulate(engine, row, 0);
  }

  /**
   * The row where replies are longer or shorter by up to a part of their mean, evenly. Without
   * that, requests stay in the waves in which they began.
   */
  static Row simulate(Engine engine, Row row, double spread) {
    ClosedLoop loop = new ClosedLoop(engine, row, spread);
    loop.run();
    return new Row(
        row.concurrency,
        row.input,
        row.output,
        loop.ttft / loop.counted / 1e9,
        loop.tpot / loop.counted / 1e9);
  }

  private static final class ClosedLoop implements EngineListener<Double> {
    private final StepEngine<Double> engine;
    private final Row row;
    private final double spread;
    private final List<Double> free = new ArrayList<>();
    private int finished;
    private int numbers;
    private int counted;
    private double ttft;
    private double tpot;

    ClosedLoop(Engine spec, Row row, double spread) {
      this.engine = new StepEngine<>(spec, this, false, Optional.empty());
      this.row = row;
      this.spread = spread;
    }

    private void run() {
      int last = Math.max(LEAST, (SETTLING + COUNTED) * row.concurrency);
      for (int i = 0; i < row.concurrency; i++) {
        arrive(0);
      }
      while (finished < last) {
        engine.advance(engine.nextNanos());
        List<Double> now = List.copyOf(free);
        free.clear();
        now.forEach(this::arrive);
      }
    }

    private void arrive(double nanos) {
      double even = numbers * GOLDEN_RATIO % 1;
      int output = (int) Math.round(row.output * (1 + spread * (2 * even - 1)));
      engine.arrive(new Sequence<>(nanos, row.input, output, 0, Content.of(numbers++)), nanos);
    }

    @Override
    public void admitted(Sequence<Double> sequence, double nanos) {
      // Only ends count.
    }

    @Override
    public void finished(Sequence<Double> sequence, double nanos) {
      finished++;
      free.add(nanos);
      if (finished > Math.min(LEAST / 2, SETTLING * row.concurrency)) {
        counted++;
        ttft += sequence.firstTokenNanos() - sequence.request();
        tpot += (nanos - sequence.firstTokenNanos()) / Math.max(1, sequence.output() - 1);
      }
    }

    @Override
    public void cancelled(Sequence<Double> sequence, double nanos) {
      throw new AssertionError("nobody cancels in a closed loop");
    }
  }
}
