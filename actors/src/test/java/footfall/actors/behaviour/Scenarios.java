package footfall.actors.behaviour;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Scenarios for tests, from a file of the catalog. */
final class Scenarios {
  private Scenarios() {}

  static Scenario firstRun(String... settings) {
    return new ScenarioReader()
        .read(
            Path.of("../scenarios/catalog/claims/seed1-80-20.yaml"),
            Stream.of(settings).map(Setting::parse).toList())
        .scenario();
  }

  /** The scenario with this pool alone. */
  static Scenario withPool(PoolSpec pool) {
    Scenario scenario = firstRun();
    return new Scenario(
        scenario.name(),
        "",
        1,
        1,
        scenario.horizonNanos(),
        scenario.warmUp(),
        false,
        scenario.month(),
        scenario.arrivals(),
        scenario.shoppers(),
        List.of(pool),
        scenario.routing(),
        List.of(),
        "USD",
        java.util.Map.of(),
        List.of(),
        Scenario.SAMPLE);
  }

  /** Arrivals from their YAML. */
  static Arrivals arrivals(String yaml) {
    return parse(
            """
            name: arrivals
            horizon: 1h
            arrivals: %s
            pools: {pool: {service: {time: 1s}}}
            routing: {ratio: {pool: 1}}
            """
                .formatted(yaml))
        .arrivals();
  }

  /** A pool from its YAML. */
  static PoolSpec pool(String yaml) {
    return parse(
            """
            name: one-pool
            horizon: 1h
            month: steady
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 1, replyTokens: 1, deadline: 30s}}
            pools: {pool: %s}
            routing: {ratio: {pool: 1}}
            """
                .formatted(yaml))
        .pools()
        .get(0);
  }

  static Scenario parse(String yaml) {
    try {
      Path file = Files.createTempFile("scenario", ".yaml");
      try {
        return new ScenarioReader().read(Files.writeString(file, yaml), List.of()).scenario();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
