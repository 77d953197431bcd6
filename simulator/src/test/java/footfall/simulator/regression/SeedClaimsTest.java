package footfall.simulator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results.ClaimHolds;
import footfall.reports.results.Results.ClaimVerdict;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two published comparisons derive, and what the program makes of it. */
class SeedClaimsTest {
  @TempDir private Path folder;

  private List<ClaimVerdict> claims(String name) throws IOException {
    Path file = Path.of("../scenarios/catalog", name + ".yaml");
    Outcome outcome =
        Simulation.run(new ScenarioReader().read(file, List.of()), "test", part -> {});
    RunFolder run = RunFolder.prepare(folder.resolve(name));
    run.write(outcome);
    assertThat(Files.readString(Path.of("../docs/seed-claims.md")))
        .as("docs/make-seed-claims writes it anew")
        .contains(Files.readString(run.path().resolve("claims.md")));
    return outcome.results().claims();
  }

  private static void found(
      List<ClaimVerdict> claims, String claim, double found, ClaimHolds verdict) {
    assertThat(claims)
        .filteredOn(each -> each.claim().equals(claim))
        .singleElement()
        .satisfies(
            each -> {
              if (Double.isNaN(found)) {
                assertThat(each.found()).isNaN();
              } else {
                assertThat(each.found()).isCloseTo(found, within(Math.abs(found) * 1e-3));
              }
              assertThat(each.verdict()).isEqualTo(verdict);
            });
  }

  @Test
  void theFirstReport() throws IOException {
    List<ClaimVerdict> claims = claims("claims/seed1-claims");

    found(claims, "LLM cost a month", 1_050, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "saving a month", 850, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "SLMs are 5x cheaper than LLMs", 5, ClaimHolds.HOLDS);
    found(claims, "SLMs are 5x cheaper than GPT-3.5-Turbo", 0.5, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "SLMs are 58 % slower", 1.36, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "blended cost per conversation", 0.00018, ClaimHolds.HOLDS);
    found(claims, "blended satisfaction", 0.7966, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "cost reduction against the mean LLM", 0.81, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "cost reduction against GPT-4", 0.905, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "cost reduction against GPT-3.5-Turbo", -0.9, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "4-bit saves 75 % of the memory", 0.75, ClaimHolds.HOLDS);
    found(claims, "4-bit is twice as fast", Double.NaN, ClaimHolds.CANNOT_BE_DECIDED);
  }

  @Tag("full")
  @Test
  void theSecondReport() throws IOException {
    List<ClaimVerdict> claims = claims("claims/seed2-claims");

    found(claims, "the SLM makes 1,000,000 recommendations in", 2_000, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "the LLM makes 1,000,000 recommendations in", 10_000, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "one SLM serves the benchmark (load over capacity)", 0.5556, ClaimHolds.HOLDS);
    found(
        claims,
        "one LLM serves the benchmark (load over capacity)",
        2.778,
        ClaimHolds.DOES_NOT_HOLD);
    found(claims, "one LLM answers what is asked, in the run", 100, ClaimHolds.DOES_NOT_HOLD);
    found(claims, "the SLM is faster than the LLM, as there", 0.4237, ClaimHolds.DOES_NOT_HOLD);
  }
}
