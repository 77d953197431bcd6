package footfall.queueing.closedforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every closed form against published anchors, and against a second way of working it out. */
class ClosedFormsTest {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  @Test
  void anchors() {
    MarkovQueue mm1 = MarkovQueue.solve(0.8, 1, 1, UNBOUNDED, 0);
    assertThat(mm1.meanWait()).isCloseTo(4, within(1e-9));
    assertThat(mm1.meanSojourn()).isCloseTo(5, within(1e-9));
    assertThat(mm1.probabilityOfWait()).isCloseTo(0.8, within(1e-12));

    assertThat(Erlang.b(10, 10)).isCloseTo(0.214582, within(1e-6));
    assertThat(Erlang.c(10, 8)).isCloseTo(0.409180, within(1e-6));
    assertThat(MarkovQueue.solve(8, 1, 10, UNBOUNDED, 0).meanWait())
        .isCloseTo(0.204590, within(1e-6));

    MarkovQueue erlangA = MarkovQueue.solve(48, 1, 50, UNBOUNDED, 0.5);
    assertThat(erlangA.probabilityOfAbandonment()).isCloseTo(0.030912, within(1e-6));
    assertThat(erlangA.meanWait() * 60).isCloseTo(3.709, within(1e-3));

    assertThat(SingleServer.meanWait(0.8, 1, 1)).isCloseTo(2, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "2, 1.9", "10, 8", "50, 45", "200, 199"})
  void theChainAgreesWithErlangC(int servers, double offered) {
    MarkovQueue chain = MarkovQueue.solve(offered, 1, servers, UNBOUNDED, 0);
    double c = Erlang.c(servers, offered);

    assertThat(chain.probabilityOfWait()).isCloseTo(c, within(1e-9));
    assertThat(chain.meanWait()).isCloseTo(c / (servers - offered), within(1e-7));
    assertThat(chain.utilization()).isCloseTo(offered / servers, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "5, 10", "10, 10", "100, 90"})
  void theChainAgreesWithErlangB(int servers, double offered) {
    MarkovQueue chain = MarkovQueue.solve(offered, 1, servers, servers, 0);

    assertThat(chain.probabilityOfBlocking()).isCloseTo(Erlang.b(servers, offered), within(1e-12));
    assertThat(chain.meanSojourn()).isCloseTo(1, within(1e-9));
  }

  @Test
  void boundedSingleServerHasItsGeometricForm() {
    double rho = 0.9;
    int room = 7;
    double norm = (1 - Math.pow(rho, room + 1)) / (1 - rho);

    MarkovQueue chain = MarkovQueue.solve(rho, 1, 1, room, 0);

    assertThat(chain.probabilityOfBlocking()).isCloseTo(Math.pow(rho, room) / norm, within(1e-12));
    assertThat(chain.utilization()).isCloseTo(1 - 1 / norm, within(1e-12));
  }

  @Test
  void impatienceAsFastAsServiceMakesInfinitelyManyServers() {
    MarkovQueue chain = MarkovQueue.solve(6, 1, 4, UNBOUNDED, 1);

    assertThat(chain.meanSojourn()).isCloseTo(1, within(1e-9));
  }

  @Test
  void exponentialServiceMakesPollaczekKhinchineErlangC() {
    assertThat(SingleServer.meanWait(0.7, 1, 2))
        .isCloseTo(MarkovQueue.solve(0.7, 1, 1, UNBOUNDED, 0).meanWait(), within(1e-9));
  }

  @Test
  void priorityConservesTheMeanWait() {
    double[] waits = SingleServer.priorityWaits(new double[] {0.4, 0.3, 0.1}, 1, 2);

    assertThat(waits[0]).isLessThan(waits[1]);
    assertThat(waits[1]).isLessThan(waits[2]);
    double mean = (0.4 * waits[0] + 0.3 * waits[1] + 0.1 * waits[2]) / 0.8;
    assertThat(mean).isCloseTo(SingleServer.meanWait(0.8, 1, 2), within(1e-9));
  }

  @Test
  void machineRepairAgreesWithMeanValueAnalysis() {
    int population = 40;
    double thinking = 10;
    double queue = 0;
    double throughput = 0;
    for (int n = 1; n <= population; n++) {
      double sojourn = 1 + queue;
      throughput = n / (thinking + sojourn);
      queue = throughput * sojourn;
    }

    MachineRepair chain = MachineRepair.solve(population, thinking, 1, 1);

    assertThat(chain.throughput()).isCloseTo(throughput, within(1e-9));
    assertThat(chain.meanSojourn()).isCloseTo(population / throughput - thinking, within(1e-6));
    MachineRepair idle = MachineRepair.solve(5, 10, 1, 5);
    assertThat(idle.meanWait()).isCloseTo(0, within(1e-9));
    assertThat(idle.probabilityOfWait()).isZero();
  }

  @Test
  void anUnstableQueueHasNoSteadyState() {
    assertThatThrownBy(() -> MarkovQueue.solve(2, 1, 2, UNBOUNDED, 0))
        .hasMessageContaining("utilisation 1.0: must be below 1");
  }

  @Test
  void aSharedServerOfConstantSpeedIsMM1() {
    double[] deathRates = new double[2_001];
    Arrays.fill(deathRates, 1);
    ProcessorSharing queue = ProcessorSharing.solve(0.8, deathRates);

    assertThat(queue.meanSojourn()).isCloseTo(5, within(1e-9));
    assertThat(queue.meanWait()).isCloseTo(0, within(1e-9));
  }

  @Test
  void aSharedServerWhoseSpeedGrowsWithItsCustomersIsErlangC() {
    double[] deathRates = new double[11];
    Arrays.setAll(deathRates, n -> n);
    ProcessorSharing queue = ProcessorSharing.solve(8, deathRates);

    assertThat(queue.probabilityOfWait()).isCloseTo(0.409180, within(1e-6));
    assertThat(queue.meanWait()).isCloseTo(0.204590, within(1e-6));
    assertThat(queue.utilization()).isCloseTo(0.8, within(1e-9));
  }

  /** lambda 1, mu(1) 2, mu(2) 3: p = (1, 1/2, 1/6, 1/18, ..)/(7/4). */
  @Test
  void aSmallBatchByHand() {
    ProcessorSharing queue = ProcessorSharing.solve(1, new double[] {0, 2, 3});

    assertThat(queue.probabilityOfWait()).isCloseTo(0.25 / 1.75, within(1e-12));
    assertThat(queue.meanWait()).isCloseTo(0.125 / 1.75, within(1e-12));
    assertThat(queue.meanSojourn()).isCloseTo((0.5 + 0.5 + 0.125) / 1.75, within(1e-12));
    assertThat(queue.utilization()).isCloseTo(1 / 1.75 / 2, within(1e-12));
  }

  @Test
  void aBatchThatCannotKeepUpHasNoSteadyState() {
    assertThatThrownBy(() -> ProcessorSharing.solve(3, new double[] {0, 2, 3}))
        .hasMessageContaining("must be below 3.0");
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "2, 1.9", "6, 5"})
  void serversThatAreAlikeAfterAllMakeErlangC(int servers, double offered) {
    double[] rates = new double[servers];
    Arrays.fill(rates, 1);

    UnlikeServers queue = UnlikeServers.solve(offered, rates);

    double c = Erlang.c(servers, offered);
    assertThat(queue.probabilityOfWait()).isCloseTo(c, within(1e-10));
    assertThat(queue.meanWait()).isCloseTo(c / (servers - offered), within(1e-9));
    assertThat(queue.meanSojourn()).isCloseTo(c / (servers - offered) + 1, within(1e-9));
    assertThat(queue.utilization()).isCloseTo(offered / servers, within(1e-10));
  }

  /**
   * Two servers by hand: with p0 for nobody, p1 and p2 for the fast and the slow one alone, {@code
   * p2 (lambda + mu2) = p3 mu1} and so on down the chain.
   */
  @Test
  void aFastAndASlowServer() {
    double lambda = 0.9;
    double fast = 1;
    double slow = 0.4;
    double both = 1;
    double onlySlow = both * fast / (lambda + slow);
    double none = (onlySlow * slow + fast * (both * (fast + slow) / lambda - onlySlow)) / lambda;
    // The cut between one customer and two: lambda (p1 + p2) = (mu1 + mu2) p3.
    double onlyFast = both * (fast + slow) / lambda - onlySlow;
    double rho = lambda / (fast + slow);
    double waiting = both / (1 - rho);
    double norm = none + onlyFast + onlySlow + waiting;

    UnlikeServers queue = UnlikeServers.solve(lambda, new double[] {fast, slow});

    assertThat(none * lambda).isCloseTo(onlyFast * fast + onlySlow * slow, within(1e-12));
    assertThat(queue.probabilityOfWait()).isCloseTo(waiting / norm, within(1e-10));
    assertThat(queue.meanWait()).isCloseTo(waiting / norm / (fast + slow - lambda), within(1e-10));
    assertThat(queue.utilization())
        .isCloseTo((onlyFast + onlySlow + 2 * waiting) / 2 / norm, within(1e-10));
  }
}
