package footfall.simulator.virtualtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimerQueueTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(42);

  private record Timer(long due, int order) {}

  /** From a draw to a delay: the shapes that lay out the tiers in different ways. */
  static Stream<Named<LongUnaryOperator>> delays() {
    return Stream.of(
        Named.of("many ties", draw -> draw % 50),
        Named.of("all at once", draw -> 0),
        Named.of("uniform", draw -> draw % 1_000_000_000L),
        Named.of("exponential", draw -> (long) (-1e10 * Math.log((draw % 1_000_000 + 1) / 1e6))),
        Named.of("soon or in a year", draw -> draw % 7 == 0 ? 31_536_000_000_000_000L : draw % 900),
        Named.of(
            "some at the end of time", draw -> draw % 93 == 0 ? Long.MAX_VALUE : draw % 9_000));
  }

  @ParameterizedTest
  @MethodSource("delays")
  void firesInTheOrderOfAPriorityQueueWithTiesFirstComeFirstServed(LongUnaryOperator delay) {
    TimerQueue queue = new TimerQueue();
    for (int run = 0; run < 2; run++) {
      queue.clear();
      fillAndDrain(queue, delay);
    }
  }

  private void fillAndDrain(TimerQueue queue, LongUnaryOperator delay) {
    PriorityQueue<Timer> expected =
        new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingInt(Timer::order));
    long now = 0;
    for (int i = 0; i < 300_000 || !expected.isEmpty(); i++) {
      boolean growing = i < 60_000;
      if (i < 300_000 && (expected.isEmpty() || RANDOM.nextInt(100) < (growing ? 70 : 50))) {
        long due = now + delay.applyAsLong(RANDOM.nextLong() >>> 1);
        Timer timer = new Timer(due < 0 ? Long.MAX_VALUE : due, i);
        expected.add(timer);
        queue.add(timer.due(), this, timer);
      } else {
        if (queue.nextDueNanos() != expected.element().due()) {
          assertThat(queue.nextDueNanos()).isEqualTo(expected.element().due());
        }
        queue.removeNext();
        Timer fired = (Timer) queue.firedMessage();
        if (fired != expected.remove()) {
          throw new AssertionError("timer " + i + " fired out of order: " + fired);
        }
        now = fired.due();
      }
    }
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.size()).isZero();
  }

  @Test
  void keepsTargetAndMessageTogether() {
    TimerQueue queue = new TimerQueue();
    queue.add(20, "target", "message");
    queue.add(10, null, "task");
    queue.removeNext();
    assertThat(queue.firedTarget()).isNull();
    queue.removeNext();

    assertThat(queue.firedTarget()).isEqualTo("target");
    assertThat(queue.firedMessage()).isEqualTo("message");
  }
}
