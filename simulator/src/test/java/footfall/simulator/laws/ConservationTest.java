package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.results.Results;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger balances and Little's law holds in any scenario whatever: here, in random ones. */
class ConservationTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24
      })
  void nothingIsLostInARandomScenario(int seed) {
    String yaml = randomScenario(new SplittableRandom(seed));

    Results results = Laws.run(Laws.parse(yaml));

    assertThat(results.ledger().turns().submitted()).as(yaml).isPositive();
    assertThat(results.checks())
        .as(yaml)
        .filteredOn(check -> !check.name().equals("steady state"))
        .allMatch(Results.Check::holds);
    assertThat(results.pools())
        .as(yaml)
        .allSatisfy(
            pool -> {
              assertThat(pool.utilization()).isBetween(0.0, 1.0 + 1e-9);
              assertThat(pool.littleResidual()).isLessThan(1e-6);
            });
    if (yaml.contains("drain: true")) {
      assertThat(results.ledger().turns().open()).as(yaml).isZero();
      assertThat(results.ledger().conversations().open()).as(yaml).isZero();
    }
  }

  static IntStream worlds() {
    return IntStream.rangeClosed(1, 60);
  }

  /** Everything that can go wrong goes wrong at once, and still nothing is lost. */
  @ParameterizedTest
  @MethodSource("worlds")
  void nothingIsLostInARandomWorld(int seed) {
    String yaml = RandomWorld.yaml(seed);

    Results results = Laws.run(Laws.parse(yaml));

    assertThat(results.ledger().requests().submitted()).as(yaml).isGreaterThan(100);
    assertThat(results.checks())
        .as(yaml)
        .filteredOn(check -> !check.name().equals("steady state"))
        .allMatch(Results.Check::holds);
    Results.Ledger.Attempts attempts = results.ledger().attempts();
    assertThat(attempts.sent())
        .as(yaml)
        .isEqualTo(
            attempts.succeeded()
                + attempts.throttled()
                + attempts.failed()
                + attempts.timedOut()
                + attempts.open());
    assertThat(attempts.open()).as(yaml).isNotNegative();
    assertThat(results.pools())
        .as(yaml)
        .allSatisfy(pool -> assertThat(pool.littleResidual()).isLessThan(1e-6));
    if (yaml.contains("drain: true")) {
      assertThat(results.ledger().requests().open()).as(yaml).isZero();
      assertThat(results.ledger().turns().open()).as(yaml).isZero();
      assertThat(results.ledger().conversations().open()).as(yaml).isZero();
      assertThat(attempts.open()).as(yaml).isZero();
    }
  }

  private static String randomScenario(SplittableRandom random) {
    boolean closed = random.nextInt(4) == 0;
    boolean leastLoaded = random.nextInt(3) == 0;
    StringBuilder yaml = new StringBuilder("name: random\nreplications: 2\nhorizon: 10min\n");
    yaml.append(pick(random, "warmUp: none\n", "warmUp: 2min\n", "warmUp: auto\n"));
    yaml.append(closed ? "" : pick(random, "drain: true\n", "drain: false\n"));
    yaml.append("arrivals: ")
        .append(
            closed
                ? "{closed: {population: 60}}\n"
                : pick(random, "{poisson: {rate: 1/s}}\n", "{constant: {rate: 1/s}}\n"));
    yaml.append("shoppers:\n");
    for (int i = 0; i < 2; i++) {
      yaml.append(
          String.format(
              Locale.ROOT,
              "  s%d: {share: 0.5, priority: %d, turns: %s, thinking: %s%s}%n",
              i,
              i,
              pick(random, "1", "3", "{uniform: {min: 1, max: 6}}"),
              pick(random, "5s", "{exponential: {mean: 10s}}", "{gamma: {mean: 8s, sd: 12s}}"),
              pick(random, "", ", patience: 3s", ", patience: {exponential: {mean: 5s}}")));
    }
    yaml.append("pools:\n");
    for (String name : new String[] {"a", "b"}) {
      yaml.append(
          String.format(
              Locale.ROOT,
              "  %s: {workers: %d, slots: %d, queue: {discipline: %s, layout: %s, placement: %s%s},"
                  + " service: {time: %s, perOutputToken: %s}}%n",
              name,
              1 + random.nextInt(3),
              1 + random.nextInt(3),
              pick(random, "fifo", "priority"),
              pick(random, "shared", "per-worker"),
              pick(random, "round-robin", "random", "shortest"),
              pick(random, "", ", capacity: 4", ", capacity: 0"),
              pick(random, "1s", "{exponential: {mean: 1s}}", "{lognormal: {mean: 2s, sd: 3s}}"),
              pick(random, "0s", "10ms")));
    }
    yaml.append(
        leastLoaded
            ? "routing: {leastLoaded: [a, b]}\n"
            : "routing: {ratio: {a: 0.7, b: 0.3}, per: "
                + pick(random, "turn", "conversation")
                + "}\n");
    return yaml.toString();
  }

  private static String pick(SplittableRandom random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
