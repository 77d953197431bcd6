package footfall.queueing.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KimNelsonTest {
  private static final int TRIALS = 1_000;
  private static final int MOST = 2_000;

  /** Normal observations with common noise, each system with a mean of its own. */
  private static List<Integer> select(long seed, double alpha, double delta, double... means) {
    Random random = new Random(seed);
    List<double[]> rows = new ArrayList<>();
    return new KimNelson(10, alpha, delta)
        .select(
            means.length,
            (system, replication) -> {
              while (rows.size() <= replication) {
                double common = random.nextGaussian();
                double[] row = new double[means.length];
                for (int i = 0; i < row.length; i++) {
                  row[i] = means[i] + common + random.nextGaussian();
                }
                rows.add(row);
              }
              return rows.get(replication)[system];
            },
            MOST);
  }

  @Test
  void theBestByOneIndifferenceIsChosenAsOftenAsPromised() {
    int right = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Integer> left = select(trial, 0.05, 0.5, 10.5, 10, 10.5, 10.5, 10.5);
      right += left.equals(List.of(1)) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(TRIALS * 95 / 100 - 20);
  }

  @Test
  void whatIsFarWorseIsDroppedAfterTheFirstStage() {
    int[] most = new int[1];
    List<Integer> left =
        new KimNelson(10, 0.01, 0.1)
            .select(
                2,
                (system, replication) -> {
                  most[0] = Math.max(most[0], replication);
                  return system * 100 + replication % 3;
                },
                MOST);

    assertThat(left).containsExactly(0);
    assertThat(most[0]).isLessThan(12);
  }

  @Test
  void whatCannotBeToldApartIsLeftTogether() {
    assertThat(
            new KimNelson(5, 0.01, 1e-6)
                .select(2, (system, replication) -> replication % 2 == system ? 1 : 0, 20))
        .containsExactly(0, 1);
  }
}
