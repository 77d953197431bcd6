package footfall.queueing.closedforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * Every chain against the plain product of its rates, state by state, for whatever rates: in no
 * unit of time in which something cancels out.
 */
class BirthAndDeathTest {
  private static final int STATES = 4_000;
  private static final Offset<Double> CLOSE = within(1e-9);

  /** The probabilities of the states 0 to n of a chain. */
  private static double[] states(int n, IntToDoubleFunction birth, IntToDoubleFunction death) {
    double[] states = new double[n + 1];
    states[0] = 1;
    double total = 1;
    for (int i = 1; i <= n; i++) {
      states[i] = states[i - 1] * birth.applyAsDouble(i - 1) / death.applyAsDouble(i);
      total += states[i];
    }
    for (int i = 0; i <= n; i++) {
      states[i] /= total;
    }
    return states;
  }

  private static double sum(double[] states, int from, IntToDoubleFunction of) {
    return IntStream.range(from, states.length)
        .mapToDouble(n -> states[n] * of.applyAsDouble(n))
        .sum();
  }

  private static Random random(RepetitionInfo repetition) {
    return new Random(repetition.getCurrentRepetition());
  }

  @RepeatedTest(40)
  void queuesWithAndWithoutBoundsAndPatience(RepetitionInfo repetition) {
    Random random = random(repetition);
    double mu = 0.2 + 5 * random.nextDouble();
    int servers = 1 + random.nextInt(8);
    boolean bounded = random.nextBoolean();
    double theta = bounded || random.nextBoolean() ? 0.1 + 3 * random.nextDouble() : 0;
    double lambda =
        servers
            * mu
            * (theta == 0 ? 0.1 + 0.8 * random.nextDouble() : 0.2 + 2 * random.nextDouble());
    int room = bounded ? servers + random.nextInt(6) : STATES;
    double[] p =
        states(
            room, n -> lambda, n -> mu * Math.min(n, servers) + theta * Math.max(0, n - servers));
    double blocked = bounded ? p[room] : 0;
    double admitted = lambda * (1 - blocked);
    double busy = sum(p, 0, n -> Math.min(n, servers));
    double waiting = sum(p, servers, n -> n - servers);
    double delayed = bounded && room == servers ? 0 : sum(p, servers, n -> 1) - blocked;

    MarkovQueue queue =
        MarkovQueue.solve(lambda, mu, servers, bounded ? room : Long.MAX_VALUE, theta);

    assertThat(queue.probabilityOfBlocking()).isCloseTo(blocked, CLOSE);
    assertThat(queue.utilization()).isCloseTo(busy / servers, CLOSE);
    assertThat(queue.meanWait()).isCloseTo(waiting / admitted, CLOSE);
    assertThat(queue.meanSojourn()).isCloseTo((waiting + busy) / admitted, CLOSE);
    assertThat(queue.probabilityOfWait()).isCloseTo(delayed / (1 - blocked), CLOSE);
    assertThat(queue.probabilityOfAbandonment()).isCloseTo(theta * waiting / admitted, CLOSE);
  }

  @Test
  void atTheVeryEdgeThereIsNoSteadyState() {
    assertThatThrownBy(() -> MarkovQueue.solve(6, 2, 3, Long.MAX_VALUE, 0))
        .hasMessageContaining("utilisation 1.0: must be below 1");
    assertThat(MarkovQueue.solve(6, 2, 3, 5, 0).probabilityOfBlocking()).isPositive();
    assertThat(MarkovQueue.solve(6, 2, 3, Long.MAX_VALUE, 0.1).meanWait()).isPositive();
  }

  @RepeatedTest(20)
  void closedPopulations(RepetitionInfo repetition) {
    Random random = random(repetition);
    int population = 2 + random.nextInt(30);
    int servers = 1 + random.nextInt(4);
    double thinking = 0.5 + 9 * random.nextDouble();
    double mu = 0.3 + 2 * random.nextDouble();
    double[] p = repair(population, thinking, mu, servers);
    double[] seen = repair(population - 1, thinking, mu, servers);
    double throughput = mu * sum(p, 0, n -> Math.min(n, servers));
    double sojourn = sum(p, 0, n -> n) / throughput;

    MachineRepair repair = MachineRepair.solve(population, thinking, mu, servers);

    assertThat(repair.throughput()).isCloseTo(throughput, CLOSE);
    assertThat(repair.meanSojourn()).isCloseTo(sojourn, CLOSE);
    assertThat(repair.meanWait()).isCloseTo(sojourn - 1 / mu, CLOSE);
    assertThat(repair.utilization()).isCloseTo(throughput / mu / servers, CLOSE);
    assertThat(repair.probabilityOfWait())
        .isCloseTo(population > servers ? sum(seen, servers, n -> 1) : 0, CLOSE);
  }

  private static double[] repair(int population, double thinking, double mu, int servers) {
    return states(population, n -> (population - n) / thinking, n -> mu * Math.min(n, servers));
  }

  @RepeatedTest(20)
  void sharedProcessors(RepetitionInfo repetition) {
    Random random = random(repetition);
    int together = 1 + random.nextInt(6);
    double[] deathRates = new double[together + 1];
    for (int n = 1; n <= together; n++) {
      deathRates[n] = deathRates[n - 1] + 0.1 + 2 * random.nextDouble();
    }
    double lambda = deathRates[together] * (0.1 + 0.8 * random.nextDouble());
    double[] p = states(STATES, n -> lambda, n -> deathRates[Math.min(n, together)]);

    ProcessorSharing queue = ProcessorSharing.solve(lambda, deathRates);

    assertThat(queue.probabilityOfWait()).isCloseTo(sum(p, together, n -> 1), CLOSE);
    assertThat(queue.meanWait()).isCloseTo(sum(p, together, n -> n - together) / lambda, CLOSE);
    assertThat(queue.meanSojourn()).isCloseTo(sum(p, 0, n -> n) / lambda, CLOSE);
    assertThat(queue.utilization())
        .isCloseTo(sum(p, 0, n -> Math.min(n, together)) / together, CLOSE);
  }

  @RepeatedTest(20)
  void poolsOfPlanners(RepetitionInfo repetition) {
    Random random = random(repetition);
    double mu = 0.2 + 5 * random.nextDouble();
    int servers = 1 + random.nextInt(8);
    double lambda = servers * mu * (0.1 + 0.8 * random.nextDouble());
    MarkovQueue queue = MarkovQueue.solve(lambda, mu, servers, Long.MAX_VALUE, 0);
    MarkovPool pool = new MarkovPool(1, lambda, mu, servers);

    assertThat(pool.isStable()).isTrue();
    assertThat(pool.meanWait()).isCloseTo(queue.meanWait(), CLOSE);
    assertThat(pool.meanSojourn()).isCloseTo(queue.meanSojourn(), CLOSE);
    assertThat(pool.waitExceeding(0)).isCloseTo(queue.probabilityOfWait(), CLOSE);
    assertThat(integral(pool::waitExceeding, 60 / (servers * mu - lambda)))
        .isCloseTo(queue.meanWait(), within(1e-3 * (queue.meanWait() + 1e-3)));
    assertThat(integral(pool::sojournExceeding, 60 / Math.min(mu, servers * mu - lambda)))
        .isCloseTo(queue.meanSojourn(), within(1e-3 * queue.meanSojourn()));
    WaitingTime markov = WaitingTime.allenCunneen(lambda, 1 / mu, 1, 1, servers, 1e9);
    assertThat(markov.mean()).isCloseTo(queue.meanWait(), CLOSE);
    double later = 1 / mu;
    assertThat(markov.exceeding(later)).isCloseTo(pool.waitExceeding(later), CLOSE);
    assertThat(markov.exceeding(-1e-9)).isOne();
  }

  private static double integral(java.util.function.DoubleUnaryOperator tail, double to) {
    int steps = 200_000;
    double width = to / steps;
    return IntStream.range(0, steps).mapToDouble(i -> tail.applyAsDouble((i + 0.5) * width)).sum()
        * width;
  }

  @Test
  void aPoolThatCannotKeepUpHasNoEnd() {
    MarkovPool edge = new MarkovPool(1, 6, 2, 3);
    assertThat(edge.isStable()).isFalse();
    assertThat(edge.meanWait()).isInfinite();
    assertThat(edge.waitExceeding(1e6)).isOne();
    assertThat(edge.sojournExceeding(1e6)).isOne();
    assertThat(new MarkovPool(1, 5.999, 2, 3).isStable()).isTrue();
  }

  @Test
  void waitsThatGrowAreUniform() {
    WaitingTime growing = WaitingTime.allenCunneen(9, 0.5, 1, 1, 3, 1_000);
    assertThat(growing).isEqualTo(new WaitingTime.Growing(0.5, 1_000));
    assertThat(growing.mean()).isEqualTo(250);
    assertThat(growing.exceeding(-1)).isOne();
    assertThat(growing.exceeding(0)).isOne();
    assertThat(growing.exceeding(125)).isCloseTo(0.75, CLOSE);
    assertThat(growing.exceeding(600)).isZero();
    assertThat(WaitingTime.allenCunneen(6, 0.5, 1, 1, 3, 1_000))
        .isInstanceOf(WaitingTime.Growing.class);
    assertThat(WaitingTime.allenCunneen(0, 0.5, 1, 1, 3, 1_000)).isSameAs(WaitingTime.NONE);
    assertThat(WaitingTime.NONE.exceeding(0)).isZero();
    assertThat(WaitingTime.NONE.mean()).isZero();
    assertThat(new WaitingTime.Exponential(0.5, 0).exceeding(1)).isZero();
    assertThat(new WaitingTime.Exponential(0.5, 3).exceeding(2))
        .isCloseTo(0.5 * Math.exp(-1.0 / 3), CLOSE);
  }

  @Test
  void oneServerInAnyUnitOfTime() {
    // M/M/1 at half load, in milliseconds and in hours.
    for (double unit : new double[] {1e-3, 3_600}) {
      assertThat(SingleServer.meanWait(0.5 / unit, unit, 2 * unit * unit) / unit)
          .isCloseTo(1, CLOSE);
      double[] waits =
          SingleServer.priorityWaits(new double[] {0.2 / unit, 0.4 / unit}, unit, 2 * unit * unit);
      // Cobham: W0 / ((1 - s(k-1)) (1 - s(k))) with W0 = 0.6.
      assertThat(waits[0] / unit).isCloseTo(0.6 / 0.8, CLOSE);
      assertThat(waits[1] / unit).isCloseTo(0.6 / (0.8 * 0.4), CLOSE);
    }
  }
}
