package footfall.reports.analysis.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.SmallShop;
import footfall.reports.SmallShop.World;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.ClaimHolds;
import footfall.reports.results.Results.ClaimVerdict;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims against arithmetic, and against a single server that is half busy. */
class ClaimJudgeTest {
  private static final World HALF_BUSY = new World().rate(1).service(0.5);

  /** What happens does not depend on what is claimed. */
  private static final Map<World, List<ReplicationRecord>> BOOKS = new HashMap<>();

  private static ClaimVerdict judge(String claim, World world) {
    ResolvedScenario shop =
        SmallShop.read(
            """
            name: claimed
            seed: 4
            horizon: 1h
            warmUp: 5min
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 100, replyTokens: 30}}
            pools: {slm: {workers: 1, service: {time: {exponential: {mean: 500ms}}}}}
            routing: {ratio: {slm: 1}}
            facts: {slm: {cost: $0.0002}, llm: {cost: $0.0010}, zero: 0}
            claims: [{claim: it, %s}]
            """
                .formatted(claim));
    List<ReplicationRecord> records =
        BOOKS.computeIfAbsent(world, w -> SmallShop.run(shop.scenario(), w, 20));
    return ClaimJudge.judge(shop.scenario(), Samples.of(shop.scenario(), records)).get(0);
  }

  private static World world() {
    return HALF_BUSY;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stated: 5x, formula: llm.cost / slm.cost | HOLDS",
        "stated: 4x, formula: llm.cost / slm.cost | DOES_NOT_HOLD",
        "stated: 4x, tolerance: 25%, formula: llm.cost / slm.cost | HOLDS",
        "stated: 4x, tolerance: 20%, formula: llm.cost / slm.cost | DOES_NOT_HOLD",
        "stated: 5, op: <=, formula: llm.cost / slm.cost | HOLDS",
        "stated: 5, op: <, formula: llm.cost / slm.cost | DOES_NOT_HOLD",
        "stated: 6, op: <, formula: llm.cost / slm.cost | HOLDS",
        "stated: 4.9, op: <=, formula: llm.cost / slm.cost | DOES_NOT_HOLD",
        "stated: 5, op: '>=', formula: llm.cost / slm.cost | HOLDS",
        "stated: 5.1, op: '>=', formula: llm.cost / slm.cost | DOES_NOT_HOLD",
        "stated: 5, op: '>', formula: llm.cost / slm.cost | DOES_NOT_HOLD",
        "stated: 4.9, op: '>', formula: llm.cost / slm.cost | HOLDS",
        "stated: 5, formula: llm.cost / slm.cost, byConstruction: so made | BY_CONSTRUCTION",
        "stated: 6, formula: llm.cost / slm.cost, byConstruction: so made | DOES_NOT_HOLD",
        "stated: 5, formula: llm.cost / slm.cost, byConstruction: so made, again: {formula: '4', samples: 9} | DOES_NOT_REPLICATE",
        "stated: 5, formula: llm.cost / slm.cost, again: {formula: '5', samples: 9} | HOLDS",
        "stated: 5, formula: llm.cost / slm.cost, again: {formula: '4', samples: 9} | DOES_NOT_REPLICATE"
      })
  void arithmeticDecides(String claim, ClaimHolds holds) {
    ClaimVerdict verdict = judge(claim, world());
    assertThat(verdict.verdict()).isEqualTo(holds);
    assertThat(verdict.found()).isCloseTo(5, within(1e-9));
    assertThat(verdict.because()).startsWith("by arithmetic it ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stated: 1.3s, op: <=, figure: request_latency.mean | HOLDS",
        "stated: 1.3s, op: <, figure: request_latency.mean | HOLDS",
        "stated: 800ms, op: <=, figure: request_latency.mean | DOES_NOT_HOLD",
        "stated: 800ms, op: <, figure: request_latency.mean | DOES_NOT_HOLD",
        "stated: 800ms, op: '>=', figure: request_latency.mean | HOLDS",
        "stated: 800ms, op: '>', figure: request_latency.mean | HOLDS",
        "stated: 1.3s, op: '>=', figure: request_latency.mean | DOES_NOT_HOLD",
        "stated: 1.3s, op: '>', figure: request_latency.mean | DOES_NOT_HOLD",
        "stated: 1s, op: <=, figure: request_latency.mean | CANNOT_BE_DECIDED",
        "stated: 1s, tolerance: 20%, figure: request_latency.mean | HOLDS",
        "stated: 3s, tolerance: 20%, figure: request_latency.mean | DOES_NOT_HOLD",
        "stated: 0.99, op: '>=', figure: completion_rate | HOLDS"
      })
  void theRunDecides(String claim, ClaimHolds holds) {
    ClaimVerdict verdict = judge(claim, world());
    assertThat(verdict.verdict()).as(verdict.toString()).isEqualTo(holds);
    assertThat(verdict.because()).startsWith("in the run it ");
  }

  @Test
  void whatFailsInEitherDoesNotHold() {
    String both = "stated: %s, op: <=, formula: '0.9', figure: request_latency.mean";
    assertThat(judge(both.formatted("1.3s"), world()).verdict()).isEqualTo(ClaimHolds.HOLDS);
    ClaimVerdict paper = judge(both.formatted("850ms"), world());
    assertThat(paper.verdict()).isEqualTo(ClaimHolds.DOES_NOT_HOLD);
    assertThat(paper.because())
        .isEqualTo("by arithmetic it does not hold; in the run it does not hold");
    ClaimVerdict open = judge(both.formatted("1s"), world());
    assertThat(open.verdict()).isEqualTo(ClaimHolds.CANNOT_BE_DECIDED);
    assertThat(open.found()).isEqualTo(0.9);
  }

  @Test
  void aTimeOfAnOverloadedSystemIsNotFlattered() {
    World overloaded = new World().rate(3).service(0.5);
    ClaimVerdict flattered = judge("stated: 2h, op: <=, figure: request_latency.mean", overloaded);
    assertThat(flattered.verdict()).isEqualTo(ClaimHolds.CANNOT_BE_DECIDED);
    ClaimVerdict failing = judge("stated: 1s, op: <=, figure: request_latency.mean", overloaded);
    assertThat(failing.verdict()).isEqualTo(ClaimHolds.DOES_NOT_HOLD);
  }

  @Test
  void whatFollowsFromNothingCannotBeDecided() {
    ClaimVerdict verdict = judge("stated: 5x", world());
    assertThat(verdict.verdict()).isEqualTo(ClaimHolds.CANNOT_BE_DECIDED);
    assertThat(verdict.because()).contains("nothing is stated from which it follows");
    assertThat(List.of(verdict.found())).containsExactly(Double.NaN);
  }
}
