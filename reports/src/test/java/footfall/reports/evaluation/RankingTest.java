package footfall.reports.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.randomness.RandomStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RankingTest {
  private static final double SIX_DIGITS = 5e-7;
  private static final double[] GRADES = {
    3, 2, 2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3
  };

  private static List<String> referenceCases() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                RankingTest.class.getResourceAsStream("ranking.csv"), StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).toList();
    }
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Integer::parseInt).toArray();
  }

  @ParameterizedTest
  @MethodSource("referenceCases")
  void agreesWithScikitLearn(String line) {
    String[] parts = line.split(",");
    double[] all = numbers(parts[0]);
    double[] list = numbers(parts[1]);
    int k = Integer.parseInt(parts[2]);
    assertThat(Ranking.ndcg(list, all, k))
        .isCloseTo(Double.parseDouble(parts[3]), within(SIX_DIGITS));
    assertThat(Ranking.recall(list, all, 2, k))
        .isCloseTo(Double.parseDouble(parts[4]), within(SIX_DIGITS));
  }

  /** The worked example of the encyclopedias: 6.861 over 8.740 with two more documents to rank. */
  @Test
  void agreesWithTheArithmeticOfABook() {
    double[] list = {3, 2, 3, 0, 1, 2};
    double[] all = {3, 2, 3, 0, 1, 2, 3, 2};
    assertThat(Ranking.dcg(list, 6)).isCloseTo(6.861127, within(SIX_DIGITS));
    assertThat(Ranking.ndcg(list, all, 6)).isCloseTo(0.785, within(5e-4));
    assertThat(Ranking.discount(1)).isEqualTo(1);
    assertThat(Ranking.discount(3)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void givesAPerfectRankerOne() {
    double[] best = {3, 3, 2, 2, 1};
    for (int k : new int[] {1, 3, 5}) {
      assertThat(Ranking.ndcg(best, GRADES, k)).isCloseTo(1, within(1e-12));
    }
    assertThat(Ranking.recall(best, GRADES, 3, 5)).isEqualTo(1);
  }

  /** Each place has the mean gain, and k of N places hold k/N of what is relevant. */
  @Test
  void givesARandomRankerWhatTheoryDoes() {
    RandomStream random = new RandomStream().at(7);
    int rounds = 40_000;
    double[] list = GRADES.clone();
    double[] ndcg = new double[rounds];
    double[] recall = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = list.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        double kept = list[i];
        list[i] = list[j];
        list[j] = kept;
      }
      ndcg[round] = Ranking.ndcg(list, GRADES, 5);
      recall[round] = Ranking.recall(list, GRADES, 2, 5);
    }
    double discounts = 0;
    for (int rank = 1; rank <= 5; rank++) {
      discounts += Ranking.discount(rank);
    }
    double ideal = Ranking.dcg(new double[] {3, 3, 2, 2, 1}, 5);
    double mean = Arrays.stream(GRADES).average().orElseThrow();
    assertThat(Arrays.stream(ndcg).average().orElseThrow())
        .isCloseTo(mean * discounts / ideal, within(4 * error(ndcg)));
    assertThat(Arrays.stream(recall).average().orElseThrow())
        .isCloseTo(5.0 / GRADES.length, within(4 * error(recall)));
  }

  private static double error(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / values.length / values.length);
  }

  @Test
  void knowsWhereThereIsNothingToFind() {
    assertThat(Ranking.ndcg(new double[] {0, 0}, new double[] {0, 0, 0}, 5)).isNaN();
    assertThat(Ranking.recall(new double[] {1}, new double[] {1, 1}, 2, 5)).isNaN();
    assertThat(Ranking.ndcg(new double[0], new double[] {3}, 5)).isZero();
  }
}
