package footfall.simulator.cluster;

import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.PointOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** What nodes run that have nothing to do yet. */
final class JitWarmUp {
  private JitWarmUp() {}

  /** A point with a little of everything. */
  static PointOrder point() {
    try (InputStream in = JitWarmUp.class.getResourceAsStream("practice.yaml")) {
      Path file = Files.createTempFile("footfall-practice", ".yaml");
      try {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return new PointOrder(
                new Experiment.Point(0, Map.of()),
                new ScenarioReader().read(file, List.of()),
                List.of(),
                true)
            .bare();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
