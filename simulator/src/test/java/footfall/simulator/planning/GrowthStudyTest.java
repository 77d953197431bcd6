package footfall.simulator.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.SizingFigures.Growth;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.simulator.experiments.LocalReplicator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthStudyTest {
  @TempDir private Path folder;

  /** The objective asks for no time, so that a queue without end would meet it. */
  @Tag("full")
  @Test
  void whatCannotKeepUpIsReplacedThoughItsObjectivesAskForNoTime() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("grows.yaml"),
            """
            name: grows
            horizon: 20min
            warmUp: none
            replications: 5
            month: {conversations: 100000}
            arrivals: {poisson: {rate: 0.8/s}}
            pools:
              slm:
                service: {time: {exponential: {mean: 1s}}}
                cost: {perWorkerHour: $1}
                quality: {satisfaction: 0.9}
            routing: {ratio: {slm: 1}}
            slos: [{metric: satisfaction, op: ">=", threshold: 0.8}]
            sizing:
              growth: 0.1
              variables: [{path: pools.slm.workers, from: 1, to: 6}]
            """);
    ResolvedSizing problem = new SizingReader().read(file, List.of());
    try (LocalReplicator replicator = new LocalReplicator(2)) {
      Screening.Field field = Screening.Field.survey(problem, replicator, part -> {});
      Sizer sizer = new Sizer(problem.sizing(), field, replicator, part -> {});
      Sizer.Sized today = sizer.size(1, 1e6);
      StudyRunner runner = new StudyRunner(replicator, today.best().candidate().scenario());

      Growth growth = new GrowthStudy(problem.sizing(), sizer, runner).plan(today, 1);

      assertThat(growth.steps().get(0).month()).isZero();
      for (int i = 0; i < growth.steps().size(); i++) {
        var step = growth.steps().get(i);
        int workers = Integer.parseInt(step.configuration().get("pools.slm.workers"));
        int until = i + 1 < growth.steps().size() ? growth.steps().get(i + 1).month() - 1 : 12;
        assertThat((double) workers)
            .as("workers from month %d to %d", step.month(), until)
            .isGreaterThan(0.8 * Math.pow(1.1, until));
      }
      assertThat(growth.steps()).hasSize(3);
      for (int month = 0; month <= 12; month++) {
        var planned = growth.months().get(month);
        assertThat(planned.conversations()).isCloseTo(100_000 * Math.pow(1.1, month), within(1e-6));
        int workers = Integer.parseInt(planned.expected().configuration().get("pools.slm.workers"));
        assertThat(planned.expected().objective()).isCloseTo(730 * workers, within(1e-6));
        assertThat(planned.high().objective()).isGreaterThanOrEqualTo(730 * workers);
      }
    }
  }
}
