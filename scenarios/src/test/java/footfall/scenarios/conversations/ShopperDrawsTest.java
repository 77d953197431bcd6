package footfall.scenarios.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.shoppers.ShopperClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopperDrawsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int SHOPPERS = 20_000;

  @TempDir private Path folder;

  private List<ShopperClass> classes(String shoppers) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("shoppers.yaml"),
            """
            name: shoppers
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {%s}
            pools: {p: {service: {time: 1s}}}
            routing: {ratio: {p: 1}}
            """
                .formatted(shoppers));
    return new ScenarioReader().read(file, List.of()).scenario().shoppers();
  }

  private static long key(int shopper) {
    return shopper * 0x9E3779B97F4A7C15L + 1;
  }

  /** Four standard deviations of a share of {@link #SHOPPERS}. */
  private static double noise(double share) {
    return 4 * Math.sqrt(share * (1 - share) / SHOPPERS);
  }

  @Test
  void aShopperThatComesBackHasAnotherConversation() throws IOException {
    ShopperClass shopper =
        classes("all: {turns: {uniform: {min: 1, max: 9}}, thinking: {exponential: {mean: 9s}}}")
            .get(0);
    Set<Long> keys = new HashSet<>();
    int different = 0;
    for (int i = 0; i < 100; i++) {
      long before = key(i);
      long after = ShopperDraws.keyAfterReturn(before, i);
      assertThat(after).isNotEqualTo(before).isEqualTo(ShopperDraws.keyAfterReturn(before, i));
      assertThat(keys.add(after)).isTrue();
      different +=
          ShopperDraws.thinkingNanos(shopper, before, 0)
                  != ShopperDraws.thinkingNanos(shopper, after, 0)
              ? 1
              : 0;
    }
    assertThat(different).isEqualTo(100);
  }

  @Test
  void theyComeBackAsOftenAndAsLateAsStated() throws IOException {
    ShopperClass shopper = classes("all: {comeBack: {probability: 0.3, after: 10min}}").get(0);
    int back = 0;
    for (int i = 0; i < SHOPPERS; i++) {
      back += ShopperDraws.comesBack(shopper, key(i)) ? 1 : 0;
    }
    assertThat(back / (double) SHOPPERS).isCloseTo(0.3, within(noise(0.3)));
    assertThat(ShopperDraws.pauseBeforeReturnNanos(shopper, key(1))).isEqualTo(600 * SECOND);
    assertThat(ShopperDraws.comesBack(classes("all: {turns: 1}").get(0), key(1))).isFalse();
  }

  @Test
  void everyClassHasItsShare() throws IOException {
    List<ShopperClass> classes = classes("a: {share: 0.2}, b: {share: 0.5}, c: {share: 0.3}");
    int[] counts = new int[3];
    for (int i = 0; i < SHOPPERS; i++) {
      counts[ShopperDraws.classOf(classes, key(i))]++;
    }
    for (int i = 0; i < 3; i++) {
      double share = classes.get(i).share();
      assertThat(counts[i] / (double) SHOPPERS).isCloseTo(share, within(noise(share)));
    }
    assertThat(ShopperDraws.classOf(classes.subList(0, 1), key(7))).isZero();
  }

  @Test
  void thereIsAlwaysATurnAndPatienceIsForEverWhereNoneIsStated() throws IOException {
    ShopperClass shopper = classes("all: {turns: {uniform: {min: 0, max: 2}}}").get(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(ShopperDraws.plannedTurns(shopper, key(i))).isBetween(1, 2);
    }
    assertThat(ShopperDraws.patienceNanos(shopper, key(1), 0, 0, 0)).isEqualTo(Long.MAX_VALUE);
    ShopperClass impatient = classes("all: {patience: 5s}").get(0);
    assertThat(ShopperDraws.patienceNanos(impatient, key(1), 0, 0, 0)).isEqualTo(5 * SECOND);
  }

  @Test
  void slowAnswersDriveThemAway() throws IOException {
    ShopperClass shopper =
        classes("all: {slowAnswers: {leaving: {2s: 0, 10s: 0.5}, satisfaction: {2s: 1, 10s: 1}}}")
            .get(0);
    int left = 0;
    for (int i = 0; i < SHOPPERS; i++) {
      assertThat(ShopperDraws.leavesAfter(shopper, key(i), 0, 2)).isFalse();
      left += ShopperDraws.leavesAfter(shopper, key(i), 0, 6) ? 1 : 0;
    }
    assertThat(left / (double) SHOPPERS).isCloseTo(0.25, within(noise(0.25)));
  }
}
