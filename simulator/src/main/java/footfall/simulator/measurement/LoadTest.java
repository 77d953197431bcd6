package footfall.simulator.measurement;

import footfall.gatling.LoadSettings;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Twins;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.RunMode;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * A load test on a real deployment: first simulated, then measured. The simulation meets the very
 * shoppers that the deployment will meet, at the same instants, so that what differs is not chance.
 */
public final class LoadTest {
  private static final long QUOTA_SECONDS = 60;
  private static final Results.Wall NO_WALL = new Results.Wall("", 0, 0);

  private LoadTest() {}

  /** Told how it goes; {@code part} from 0 to 1. */
  public interface Progress {
    void at(double part, String note);
  }

  /**
   * What came of it.
   *
   * @param assertionsHold those that Gatling was given for the objectives
   */
  public record Measured(Results results, boolean assertionsHold) {}

  /**
   * Puts the load on and writes the run folder.
   *
   * @param resolved the scenario as its settings make it, at load 1
   */
  public static Measured run(LoadSettings settings, ResolvedScenario resolved, Progress progress) {
    return run(settings, resolved, true, progress);
  }

  /**
   * The same.
   *
   * @param predicts whether the scenario says anything of the target that could be simulated
   */
  public static Measured run(
      LoadSettings settings, ResolvedScenario resolved, boolean predicts, Progress progress) {
    return run(settings, resolved, predicts, (folder, told) -> told, progress);
  }

  /**
   * The same.
   *
   * @param more writes what the generator is to be told besides into a folder, which is deleted at
   *     the end, and says where it is
   */
  static Measured run(
      LoadSettings settings,
      ResolvedScenario resolved,
      boolean predicts,
      BiFunction<Path, LoadSettings, LoadSettings> more,
      Progress progress) {
    Path folder = Scratch.folder();
    try {
      LoadSettings told = more.apply(folder, settings);
      if (predicts) {
        progress.at(0, "predicting");
        told = told.predictedIn(predictedFile(settings, resolved, folder));
      }
      progress.at(0, "starting the generator");
      boolean holds = Generator.run(told, folder, progress::at);
      Path json = settings.out().resolve("results.json");
      return new Measured(ResultsJson.read(Files.readString(json), Results.class), holds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Scratch.delete(folder);
    }
  }

  /**
   * Looks for the largest load that keeps the objectives.
   *
   * @param probe of the short load tests on the way
   * @param interruption what happens if the search is ended by a signal
   */
  public static Measured findLimit(
      LoadSettings settings,
      ResolvedScenario resolved,
      LoadSettings probe,
      ResolvedScenario probed,
      Interruption interruption,
      Progress progress) {
    try (BestProbe best = new BestProbe(settings.out(), interruption)) {
      LoadSettings probing = probe.at(1, best.folder()).stoppingEarly();
      AtomicInteger tests = new AtomicInteger();
      LimitSearch search =
          new LimitSearch(
              probing,
              settings,
              resolved,
              test -> {
                rest(tests.get() == 0 ? 0 : restSeconds(resolved.scenario()));
                String which =
                    String.format(
                        Locale.ROOT, "test %d at %.3g: ", tests.incrementAndGet(), test.factor());
                return run(
                    test,
                    test.out().equals(settings.out()) ? resolved : probed(test, probe, probed),
                    (part, note) -> progress.at(part, which + note));
              },
              best::held);
      return search.search();
    }
  }

  /** The scenario of a probe; it is read again if the probe has another seed. */
  private static ResolvedScenario probed(
      LoadSettings test, LoadSettings probe, ResolvedScenario usual) {
    return test.settings().equals(probe.settings())
        ? usual
        : new ScenarioReader()
            .read(test.scenario(), test.settings().stream().map(Setting::parse).toList());
  }

  /** A vendor gives each minute its quota; else the generator's start is rest enough. */
  private static long restSeconds(Scenario scenario) {
    boolean quota =
        scenario.pools().stream()
            .flatMap(pool -> pool.api().stream())
            .anyMatch(api -> !api.quotas().limits().isEmpty());
    return quota ? QUOTA_SECONDS : 0;
  }

  /** What the test before has left behind is not to burden the next. */
  private static void rest(long seconds) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Path predictedFile(LoadSettings settings, ResolvedScenario resolved, Path folder)
      throws IOException {
    Results predicted =
        predict(resolved, resolved.scenario().atLoad(settings.factor()), settings.version());
    return Files.writeString(folder.resolve("predicted.json"), ResultsJson.render(predicted));
  }

  /** The first replication of a scenario, simulated. */
  static Results predict(ResolvedScenario resolved, Scenario scenario, String version) {
    try (LocalReplicator replicator = new LocalReplicator(1)) {
      List<ReplicationRecord> first = Replications.run(replicator, scenario, 0, 1, part -> {});
      ResolvedScenario loaded =
          new ResolvedScenario(scenario, resolved.yaml(), resolved.sha256(), resolved.provenance());
      return Analysis.of(loaded, first, Twins.NONE, RunMode.SIMULATE, version, NO_WALL).results();
    }
  }
}
