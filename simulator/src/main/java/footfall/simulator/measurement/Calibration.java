package footfall.simulator.measurement;

import footfall.reports.analysis.calibration.CalibrationAnswer;
import footfall.reports.analysis.run.Predictions;
import footfall.reports.calibration.FittedService;
import footfall.reports.calibration.ProfileYaml;
import footfall.reports.calibration.ServiceFit;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.CalibrationResults.Checked;
import footfall.reports.results.CalibrationResults.Pool;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the service models of a scenario to load tests of it, and simulates load tests again with
 * what was fitted.
 */
public final class Calibration {
  private static final int FITTED_TO = 2;
  private static final int ROUNDS = 2;

  private final List<MeasuredFolder> fitted;
  private final List<MeasuredFolder> checked;
  private final List<String> pools;

  private Calibration(
      List<MeasuredFolder> fitted, List<MeasuredFolder> checked, List<String> pools) {
    this.fitted = fitted;
    this.checked = checked;
    this.pools = pools;
  }

  /**
   * What came of it.
   *
   * @param profiles by the name of their file
   * @param valid whether all runs that it was fitted to can be believed
   */
  public record Outcome(CalibrationResults results, Map<String, String> profiles, boolean valid) {}

  /**
   * Reads the runs. Where none is to be held out and there are more than two, all but those with
   * the least and the greatest load are.
   *
   * @param runs folders to fit to
   * @param heldOut folders to check with
   * @param pools to be fitted; empty for all
   * @throws InvalidInputException if one cannot be read, or they do not belong together
   */
  public static Calibration of(List<Path> runs, List<Path> heldOut, List<String> pools) {
    List<MeasuredFolder> fitted =
        new ArrayList<>(
            runs.stream()
                .map(MeasuredFolder::read)
                .sorted(Comparator.comparingDouble(run -> run.results().load().factor()))
                .toList());
    List<MeasuredFolder> checked =
        new ArrayList<>(heldOut.stream().map(MeasuredFolder::read).toList());
    if (checked.isEmpty() && fitted.size() > FITTED_TO) {
      List<MeasuredFolder> middle = fitted.subList(1, fitted.size() - 1);
      checked.addAll(middle);
      middle.clear();
    }
    refuseTwice(runs, heldOut);
    refuseDifferent(fitted, checked);
    refuseUnknown(fitted.get(0), pools);
    return new Calibration(fitted, checked, pools);
  }

  private static void refuseTwice(List<Path> runs, List<Path> heldOut) {
    for (Path run : heldOut) {
      if (runs.stream().anyMatch(other -> other.normalize().equals(run.normalize()))) {
        throw InvalidInputException.of("--check " + run, "is fitted to as well", "name it once");
      }
    }
  }

  private static void refuseDifferent(List<MeasuredFolder> some, List<MeasuredFolder> others) {
    MeasuredFolder first = some.get(0);
    List<MeasuredFolder> all = new ArrayList<>(some);
    all.addAll(others);
    for (MeasuredFolder run : all) {
      List<String> names = names(run);
      if (!names.equals(names(first))) {
        throw InvalidInputException.of(
            run.path().toString(),
            "has pools " + names + ", " + first.path() + " has " + names(first),
            "calibrate runs of one scenario");
      }
    }
  }

  private static List<String> names(MeasuredFolder run) {
    return run.resolved().scenario().pools().stream().map(PoolSpec::name).toList();
  }

  private static void refuseUnknown(MeasuredFolder run, List<String> pools) {
    for (String pool : pools) {
      if (!names(run).contains(pool)) {
        throw InvalidInputException.of(
            "--pool " + pool, "the runs have no such pool", "name one of " + names(run));
      }
    }
  }

  /** The name of the scenario. */
  public String name() {
    return fitted.get(0).resolved().scenario().name();
  }

  /**
   * Fits and checks.
   *
   * @param version of the tool
   */
  public Outcome run(String version) {
    Instant startedAt = Instant.now();
    List<FittedService> services = fit();
    for (int round = 0; round < ROUNDS; round++) {
      services = asBusyAsMeasured(services, version);
    }
    List<PoolSpec> specs = fitted.get(0).resolved().scenario().pools();
    Map<String, String> profiles = new LinkedHashMap<>();
    List<Pool> fits = new ArrayList<>();
    for (FittedService service : services) {
      PoolSpec spec =
          specs.stream().filter(s -> s.name().equals(service.pool())).findFirst().orElseThrow();
      String file = "profile-" + spec.name() + ".yaml";
      profiles.put(file, ProfileYaml.write(spec, service, source(service)));
      fits.add(
          new Pool(spec.name(), service.requests(), file, service.parameters(), isInferred(spec)));
    }
    List<Checked> checks = new ArrayList<>();
    for (MeasuredFolder run : fitted) {
      checks.add(check(run, false, services, version));
    }
    for (MeasuredFolder run : checked) {
      checks.add(check(run, true, services, version));
    }
    CalibrationResults.Calibration calibration =
        new CalibrationResults.Calibration(
            fitted.stream().map(run -> run.path().toString()).toList(), fits, checks);
    return new Outcome(
        CalibrationResults.of(
            version, startedAt, CalibrationAnswer.sentence(calibration), calibration),
        profiles,
        fitted.stream().allMatch(MeasuredFolder::isValid));
  }

  private boolean isInferred(PoolSpec spec) {
    return fitted.stream()
        .flatMap(run -> run.served().stream())
        .anyMatch(request -> request.pool().equals(spec.name()) && !request.told());
  }

  private List<FittedService> fit() {
    List<FittedService> services = new ArrayList<>();
    for (PoolSpec spec : fitted.get(0).resolved().scenario().pools()) {
      if (pools.contains(spec.name()) && spec.engine().isPresent()) {
        throw InvalidInputException.of(
            "--pool " + spec.name(),
            "has an engine, which is fitted to requests",
            "footfall calibrate SCENARIO --requests "
                + fitted.get(0).path().resolve("requests.jsonl.gz"));
      }
      if ((pools.isEmpty() && spec.engine().isEmpty()) || pools.contains(spec.name())) {
        ServiceFit.of(spec, fitted.stream().map(MeasuredFolder::served).toList())
            .ifPresent(services::add);
      }
    }
    if (services.isEmpty()) {
      throw InvalidInputException.of(
          fitted.get(0).path().toString(),
          "no pool has answered enough requests for a fit",
          "measure for longer, or at a higher load");
    }
    return services;
  }

  /**
   * Slow moments come together and make more requests run together, which draws that know nothing
   * of each other do not; so the fitted runs are simulated, and the times of pools that batch are
   * multiplied by what makes these as busy as they were.
   */
  private List<FittedService> asBusyAsMeasured(List<FittedService> services, String version) {
    List<Results> predicted = fitted.stream().map(run -> predict(run, services, version)).toList();
    List<FittedService> settled = new ArrayList<>();
    for (FittedService service : services) {
      double simulated = 0;
      double measured = 0;
      for (int i = 0; i < predicted.size(); i++) {
        double factor = fitted.get(i).results().load().factor();
        simulated += utilization(predicted.get(i), service.pool()) / factor;
        measured += utilization(fitted.get(i).results(), service.pool()) / factor;
      }
      boolean matters = service.service().batching().isPresent() && simulated > 0 && measured > 0;
      settled.add(matters ? service.scaled(measured / simulated) : service);
    }
    return settled;
  }

  private static double utilization(Results results, String pool) {
    return results.pools().stream()
        .filter(figures -> figures.name().equals(pool))
        .mapToDouble(PoolFigures::utilization)
        .findFirst()
        .orElseThrow();
  }

  private String source(FittedService service) {
    return String.format(
        "footfall calibrate, %d requests to %s at %s, %s",
        service.requests(),
        fitted.get(0).results().load().model().replaceAll("[\"\\\\]", "'"),
        fitted.get(0).results().load().target(),
        fitted.get(0).results().run().wall().startedAt().replaceFirst("T.*", ""));
  }

  private static Checked check(
      MeasuredFolder run, boolean heldOut, List<FittedService> services, String version) {
    return new Checked(
        run.path().toString(),
        heldOut,
        run.results().load().factor(),
        Predictions.compareFromSend(predict(run, services, version), run.results()));
  }

  private static Results predict(MeasuredFolder run, List<FittedService> services, String version) {
    Scenario scenario = run.scenario();
    List<PoolSpec> specs = new ArrayList<>();
    for (PoolSpec spec : scenario.pools()) {
      specs.add(
          services.stream()
              .filter(service -> service.pool().equals(spec.name()))
              .map(service -> spec.withService(service.service()))
              .findFirst()
              .orElse(spec));
    }
    return LoadTest.predict(run.resolved(), scenario.withPools(specs), version);
  }
}
