package footfall.simulator.enginefit;

import footfall.reports.analysis.calibration.EngineCalibrationAnswer;
import footfall.reports.calibration.FittedService.Parameter;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.CalibrationResults.Checked;
import footfall.reports.results.CalibrationResults.Pool;
import footfall.reports.results.Results.PredictionRow;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.simulator.enginefit.EngineFit.Figure;
import footfall.simulator.enginefit.EngineFit.Found;
import footfall.simulator.enginefit.RequestLog.Answered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Fits the engine of a pool to a part of the requests of each log, and predicts all of them, with
 * what was fitted and with what the scenario states.
 */
public final class EngineCalibration {
  private static final double[] NO_INTERVAL = {Double.NaN, Double.NaN};

  private final PoolSpec pool;
  private final List<RequestLog> logs;
  private final List<ConcurrencyTable> tables;
  private final double part;

  private EngineCalibration(
      PoolSpec pool, List<RequestLog> logs, List<ConcurrencyTable> tables, double part) {
    this.pool = pool;
    this.logs = logs;
    this.tables = tables;
    this.part = part;
  }

  /**
   * What came of it.
   *
   * @param profile what was fitted, as a model profile
   */
  public record Outcome(CalibrationResults results, String file, String profile) {}

  /**
   * A calibration of a pool.
   *
   * @param part of the requests of each log, the first, that it is fitted to; zero fits nothing
   * @throws InvalidInputException if a request could never be served
   */
  public static EngineCalibration of(
      PoolSpec pool, List<RequestLog> logs, List<ConcurrencyTable> tables, double part) {
    Engine engine =
        pool.engine()
            .orElseThrow(
                () ->
                    InvalidInputException.of(
                        "pools." + pool.name(),
                        "has no engine that could be fitted to requests",
                        "state engine: {step: ..}, or fit to load tests of this scenario"));
    for (RequestLog log : logs) {
      for (Answered request : log.requests()) {
        refuseTooLarge(engine, log.name(), request.input(), request.output());
      }
    }
    for (ConcurrencyTable table : tables) {
      for (ConcurrencyTable.Row row : table.rows()) {
        refuseTooLarge(engine, table.name(), row.input(), row.output());
      }
    }
    return new EngineCalibration(pool, logs, tables, part);
  }

  private static void refuseTooLarge(Engine engine, String name, int input, int output) {
    if (!engine.fits(input, output)) {
      throw InvalidInputException.of(
          name,
          String.format(
              Locale.ROOT,
              "has a request of %d and %d tokens, which the engine can never serve",
              input,
              output),
          "state the KV memory of the measured server as engine.kvTokens");
    }
  }

  /**
   * Fits and checks.
   *
   * @param version of the tool
   */
  public Outcome run(String version) {
    Instant startedAt = Instant.now();
    Engine stated = pool.engine().orElseThrow();
    List<Evidence> evidence = evidence();
    boolean fits = !evidence.isEmpty();
    Found found =
        fits
            ? new EngineFit(stated, evidence).fit()
            : new Found(stated.rates(), List.of(), List.of());
    Engine engine = stated.withRates(found.rates());
    List<Checked> checks = new ArrayList<>();
    for (RequestLog log : logs) {
      checks.add(check(log, log.name(), !fits, engine));
      if (fits) {
        checks.add(check(log, log.name() + ", as stated", true, stated));
      }
    }
    for (ConcurrencyTable table : tables) {
      checks.add(check(table, table.name(), !fits, engine));
      if (fits) {
        checks.add(check(table, table.name() + ", as stated", true, stated));
      }
    }
    String file = "profile-" + pool.name() + ".yaml";
    CalibrationResults.Calibration calibration =
        new CalibrationResults.Calibration(
            names(),
            List.of(
                new Pool(
                    pool.name(),
                    evidence.stream().mapToInt(Evidence::size).sum(),
                    file,
                    parameters(found),
                    false)),
            checks);
    CalibrationResults results =
        CalibrationResults.of(
            version,
            startedAt,
            EngineCalibrationAnswer.sentence(calibration, unknown(found), found.alike()),
            calibration);
    return new Outcome(results, file, EngineProfile.write(pool, engine, found, names()));
  }

  private List<String> names() {
    return Stream.concat(
            logs.stream().map(RequestLog::name), tables.stream().map(ConcurrencyTable::name))
        .toList();
  }

  private List<Evidence> evidence() {
    List<Evidence> evidence = new ArrayList<>();
    for (RequestLog log : logs) {
      int first = (int) Math.round(part * log.requests().size());
      if (first > 0) {
        evidence.add(new LogEvidence(log.requests(), first));
      }
    }
    if (part > 0) {
      evidence.addAll(tables);
    }
    return evidence;
  }

  /** Every row by itself. */
  private Checked check(ConcurrencyTable table, String name, boolean heldOut, Engine engine) {
    List<PredictionRow> rows = new ArrayList<>();
    for (ConcurrencyTable.Row row : table.rows()) {
      ConcurrencyTable.Row simulated = ConcurrencyTable.simulate(engine, row);
      String at = "at " + row.concurrency();
      rows.add(row("time_to_first_token", at, simulated.ttft(), row.ttft()));
      rows.add(row("time_per_output_token", at, simulated.tpot(), row.tpot()));
    }
    return new Checked(name, heldOut, 1, rows);
  }

  private static List<Parameter> parameters(Found found) {
    return found.figures().stream()
        .map(
            f ->
                new Parameter(
                    "engine.step." + f.name(),
                    f.value(),
                    new double[] {f.low(), f.high()},
                    f.stated(),
                    f.value() / f.stated()))
        .toList();
  }

  private static List<String> unknown(Found found) {
    return found.figures().stream().filter(f -> !f.known()).map(Figure::name).toList();
  }

  private Checked check(RequestLog log, String name, boolean heldOut, Engine engine) {
    List<Answered> simulated = EngineReplay.of(engine, log.requests());
    Map<String, ToDoubleFunction<Answered>> metrics = new LinkedHashMap<>();
    metrics.put("time_to_first_token", Answered::ttft);
    metrics.put("time_per_output_token", Answered::tpot);
    metrics.put("request_latency", Answered::endToEnd);
    List<PredictionRow> rows = new ArrayList<>();
    metrics.forEach(
        (metric, time) -> {
          double[] a = log.requests().stream().mapToDouble(time).sorted().toArray();
          double[] b = simulated.stream().mapToDouble(time).sorted().toArray();
          rows.add(row(metric, "mean", mean(b), mean(a)));
          for (int percent : new int[] {50, 95, 99}) {
            int at = Math.min(a.length - 1, percent * a.length / 100);
            rows.add(row(metric, "p" + percent, b[at], a[at]));
          }
        });
    return new Checked(name, heldOut, 1, rows);
  }

  private PredictionRow row(String metric, String stat, double predicted, double measured) {
    return new PredictionRow(
        metric,
        pool.name(),
        stat,
        predicted,
        NO_INTERVAL,
        measured,
        NO_INTERVAL,
        measured / predicted);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
