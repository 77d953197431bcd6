package footfall.simulator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.results.SizingFigures.Answer;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.simulator.experiments.LocalReplicator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the catalog's sizings come to. */
class SizingFindingsTest {
  private static Map<String, String> answer(String name) {
    Path file = Path.of("../scenarios/catalog/claims/size-" + name + ".yaml");
    ResolvedSizing problem = new SizingReader().read(file, List.of());
    try (LocalReplicator replicator = new LocalReplicator(2)) {
      Screening.Field field = Screening.Field.survey(problem, replicator, part -> {});
      Sizer.Sized sized = new Sizer(problem.sizing(), field, replicator, part -> {}).size(1, 80e6);
      assertThat(sized.answer()).isEqualTo(Answer.DECIDED);
      return sized.best().candidate().labels(problem.sizing());
    }
  }

  @Test
  void aMillionConversationsAMonthNeedOneGpu() {
    assertThat(answer("1m-conversations-month"))
        .containsEntry("pools.slm.workers", "1")
        .containsEntry("routing.ratio.slm", "1");
  }

  @Tag("full")
  @Test
  void qualityIsBoughtByRatio() {
    assertThat(answer("quality-critical"))
        .containsEntry("pools.slm.workers", "3")
        .containsEntry("routing.ratio.slm", "0.4");
  }

  @Tag("full")
  @Test
  void subSecondAnswersNeedTheApiAlone() {
    assertThat(answer("sub-second")).containsEntry("routing.ratio.slm", "0");
  }

  @Tag("full")
  @Test
  void twoLargeRecommendersAndASmallOneAreEnough() {
    assertThat(answer("seed2-recommendations"))
        .containsEntry("pools.small.workers", "1")
        .containsEntry("pools.large.workers", "2")
        .containsEntry("routing.ratio.small", "0.6");
  }
}
