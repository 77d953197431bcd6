package footfall.reports.rendering.tables;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.SmallShop;
import footfall.reports.SmallShop.World;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Twins;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.scenarios.reading.ResolvedScenario;
import org.junit.jupiter.api.Test;

class ClaimsTableTest {
  private static final ResolvedScenario SHOP =
      SmallShop.read(
          """
          name: claimed
          description: A shop of which much is claimed.
          seed: 4
          horizon: 1h
          warmUp: none
          arrivals: {constant: {rate: 1/s}}
          shoppers: {all: {messageTokens: 100, replyTokens: 30}}
          pools: {slm: {slots: 4, service: {time: 500ms}}}
          routing: {ratio: {slm: 1}}
          facts: {slm: {cost: $0.0002}, llm: {cost: $0.0010}}
          claims:
            - {claim: five times as dear, stated: 5x, formula: llm.cost / slm.cost}
            - {claim: "four | times [as dear]", stated: 4x, formula: llm.cost / slm.cost, note: see 3.2}
            - {claim: "fast & good", stated: 600ms, op: <, figure: request_latency.mean}
          """);

  @Test
  void everyClaimHasALineAndWhatWasFound() {
    Outcome outcome =
        Analysis.of(
            SHOP,
            SmallShop.run(SHOP.scenario(), new World().rate(1).constant().service(0.5), 5),
            Twins.NONE,
            RunMode.SIMULATE,
            "test",
            new Results.Wall("", 0, 0));
    assertThat(ClaimsTable.render(outcome).lines())
        .containsExactly(
            "## claimed",
            "",
            "A shop of which much is claimed.",
            "",
            "Of 3 claims, 2 hold, 1 do not hold and 0 cannot be decided.",
            "",
            "| claim | stated | found | verdict | because |",
            "|---|---|---|---|---|",
            "| five times as dear | 5x | 5x | holds | by arithmetic it holds (llm.cost / slm.cost) |",
            "| four \\| times \\[as dear] | 4x | 5x | **does not hold** | by arithmetic it does not"
                + " hold, off by 25.0 % (llm.cost / slm.cost); see 3.2 |",
            "| fast &amp; good | &lt; 600ms | 500.2ms (500ms to 500.3ms) | holds | in the run it holds |");
  }
}
