package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.claims.Arithmetic;
import footfall.scenarios.claims.Claim;
import footfall.scenarios.claims.StatedFigure;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0.800, 0.8, 0.0005",
    "~0.795, 0.795, 0.001",
    "'$1,030', 1030, 0.5",
    "$0.0010, 0.001, 0.00005",
    "1.67min, 100.2, 0.3",
    "25min, 1500, 30",
    "95%, 0.95, 0.005",
    "5x, 5, 0.5",
    "-58%, -0.58, 0.005",
    "1667MB, 1667000000, 500000"
  })
  void aFigureIsAsPreciseAsItIsWritten(String text, double value, double rounding) {
    StatedFigure figure = StatedFigure.parse(text);

    assertThat(figure.value()).isEqualByComparingTo(new BigDecimal(Double.toString(value)));
    assertThat(figure.rounding()).isEqualByComparingTo(new BigDecimal(Double.toString(rounding)));
  }

  @Test
  void formulasAreExact() {
    Arithmetic arithmetic =
        new Arithmetic(
            Map.of(
                "a", Map.of("cost", new BigDecimal("0.0001")),
                "b", Map.of("cost", new BigDecimal("0.0020")),
                "n", new BigDecimal(3)));

    assertThat(arithmetic.evaluate("(a.cost + b.cost) / 2")).isEqualByComparingTo("0.00105");
    assertThat(arithmetic.evaluate("MAX(a.cost, b.cost) * n")).isEqualByComparingTo("0.006");
    for (String wrong : new String[] {"c.cost", "a.price", "1 +", "1 / 0", "\"text\" + "}) {
      assertThatThrownBy(() -> arithmetic.evaluate(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private List<Claim> claims(String yaml) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("claims.yaml"),
            """
            name: claims
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            pools: {p: {service: {time: 1s}}}
            routing: {ratio: {p: 1}}
            %s
            """
                .formatted(yaml));
    return new ScenarioReader().read(file, List.of()).scenario().claims();
  }

  @Test
  void trailingZerosAreKept() throws IOException {
    Claim claim = claims("claims: [{claim: c, stated: 0.800, formula: 4 / 5}]").get(0);

    assertThat(claim.leeway()).isEqualTo(0.0005);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "facts: {a: 1parsec}|facts.a: \"1parsec\"",
        "facts: {a: {b: {c: 1}}}|facts.a.b",
        "claims: [{claim: c, stated: 1, formula: a + 1}]|claims.0.formula: \"a + 1\": cannot be worked out",
        "claims: [{claim: c, stated: 1, figure: latency}]|claims.0.figure: \"latency\": there is no such figure",
        "claims: [{claim: c, stated: 1, figure: 'utilization[q]'}]|there is no such pool",
        "claims: [{claim: c, stated: 1, op: '=='}]|must be one of =, <=, >=, <, >",
        "claims: [{stated: 1}]|claims.0.claim: is missing",
        "claims: [{claim: c, stated: many}]|claims.0.stated: \"many\""
      })
  void badClaimsAreRefused(String yaml, String rule) {
    assertThatThrownBy(() -> claims(yaml))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(rule);
  }
}
