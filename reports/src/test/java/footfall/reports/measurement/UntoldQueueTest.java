package footfall.reports.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.measurement.MeasuredLog.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntoldQueueTest {
  private static Served sent(double at, double firstToken, double ended) {
    return new Served("p", -1, true, false, at, firstToken, ended, 10, 0, 5);
  }

  /** Requests of a queue whose starts are known: they are found again from sends and ends alone. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void startsOfAFirstComeFirstServedQueueAreFoundAgain(int slots) {
    Random random = new Random(slots);
    PriorityQueue<Double> free = new PriorityQueue<>();
    for (int slot = 0; slot < slots; slot++) {
      free.add(0.0);
    }
    List<Served> sent = new ArrayList<>();
    List<Double> starts = new ArrayList<>();
    double at = 0;
    for (int i = 0; i < 2_000; i++) {
      at -= Math.log(1 - random.nextDouble()) / (0.9 * slots);
      double start = Math.max(at, free.remove());
      double service = -Math.log(1 - random.nextDouble());
      starts.add(start);
      sent.add(sent(at, start + service / 2, start + service));
      free.add(start + service);
    }
    UntoldQueue queue = UntoldQueue.of(sent, slots);
    assertThat(queue.contradicted()).isZero();
    for (int i = 0; i < starts.size(); i++) {
      assertThat(queue.served().get(i).started()).isCloseTo(starts.get(i), within(1e-9));
    }
  }

  @Test
  void slotsThatAreMoreThanStatedAreSeen() {
    List<Served> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(sent(i, i + 0.5, i + 1.9));
    }
    assertThat(UntoldQueue.of(sent, 1).contradicted()).isGreaterThan(0.9);
    assertThat(UntoldQueue.of(sent, 2).contradicted()).isZero();
  }
}
