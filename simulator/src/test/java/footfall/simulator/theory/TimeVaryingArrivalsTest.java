package footfall.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mt/M/inf: with servers for everybody, the number in service at t is Poisson with the mean {@code
 * m(t)}, where {@code m' = lambda(t) - mu m} (Eick, Massey and Whitt, 1993).
 */
class TimeVaryingArrivalsTest {
  private static final int REPLICATIONS = 60;
  private static final double RATE = 1;
  private static final double SERVICE_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void theNumberInServiceFollowsTheArrivalsAsTheoryHasIt() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mt-m-inf.yaml"),
            """
            name: mt-m-inf
            horizon: 40min
            replications: %d
            arrivals:
              poisson:
                rate: 1/s
                shape:
                  - steps: [{from: 5min, to: 10min, factor: 2}]
                  - flashSale: {at: 15min, amplitude: 4, ramp: 2min, decay: 5min}
            pools:
              servers: {slots: 5000, service: {time: {exponential: {mean: 60s}}}}
            routing: {ratio: {servers: 1}}
            """
                .formatted(REPLICATIONS));
    List<ReplicationRecord> records =
        Replications.run(new ScenarioReader().read(file, List.of()).scenario(), part -> {});
    double[] expected = numberInService();

    for (int tick = 5; tick <= 200; tick += 5) {
      double sum = 0;
      double squares = 0;
      for (ReplicationRecord record : records) {
        PoolLevels levels = record.levels().get(tick)[0];
        sum += levels.inService();
        squares += (double) levels.inService() * levels.inService();
      }
      double mean = sum / REPLICATIONS;
      double theory = expected[tick * 12];
      assertThat(mean)
          .as("after %d s", tick * 12)
          .isCloseTo(theory, within(4 * Math.sqrt(theory / REPLICATIONS)));
      // A Poisson number has a variance of its mean; 60 samples tell it within a factor of two.
      double variance = squares / REPLICATIONS - mean * mean;
      assertThat(variance).as("after %d s", tick * 12).isBetween(theory * 0.45, theory * 2);
    }
  }

  /** By small steps of Euler's method, one figure for every second. */
  private static double[] numberInService() {
    int steps = 1_000;
    double[] bySecond = new double[2_401];
    double number = 0;
    for (int second = 0; second < 2_400; second++) {
      bySecond[second] = number;
      for (int step = 0; step < steps; step++) {
        double t = second + (step + 0.5) / steps;
        number += (RATE * factor(t) - number / SERVICE_SECONDS) / steps;
      }
    }
    bySecond[2_400] = number;
    return bySecond;
  }

  private static double factor(double t) {
    double steps = t >= 300 && t < 600 ? 2 : 1;
    double since = t - 900;
    double sale = since < 0 ? 1 : 1 + 3 * Math.min(1, since / 120) * Math.exp(-since / 300);
    return steps * sale;
  }
}
