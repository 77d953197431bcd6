package footfall.scenarios.reading;

import footfall.scenarios.engine.Engine;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.yaml.SourceTree;
import java.nio.file.Path;
import java.util.List;

/** Engines that are derived for models of the library on its devices. Thread-safe. */
public final class LibraryEngines {
  private static final String SCENARIO =
      """
      name: library
      horizon: 1h
      arrivals: {poisson: {rate: 1/h}}
      shoppers: {one: {turns: 1, messageTokens: 1, replyTokens: 1}}
      pools:
        p: {model: library/%s, hardware: %s, precision: %s, gpusPerWorker: %d}
      routing: {ratio: {p: 1}}
      """;

  private final ScenarioReader reader = new ScenarioReader();

  /**
   * The engine of a model on a device.
   *
   * @throws InvalidInputException if it cannot be derived, or does not fit
   */
  public Engine of(String model, String device, String precision, int gpus) {
    String yaml = SCENARIO.formatted(model, device, precision, gpus);
    return reader
        .resolve(SourceTree.parse(model + " on " + device, yaml), Path.of("."), List.of())
        .scenario()
        .pools()
        .get(0)
        .engine()
        .orElseThrow();
  }
}
