package footfall.simulator.virtualtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
  private record Timer(long due, int order) {}

  @Test
  void firesInTheOrderOfAPriorityQueueWithTiesFirstComeFirstServed() {
    SplittableRandom random = new SplittableRandom(42);
    TimerHeap heap = new TimerHeap();
    PriorityQueue<Timer> expected =
        new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingInt(Timer::order));
    long now = 0;
    for (int i = 0; i < 200_000; i++) {
      if (expected.isEmpty() || random.nextInt(100) < 52) {
        Timer timer = new Timer(now + random.nextInt(50), i);
        expected.add(timer);
        heap.add(timer.due(), this, timer);
      } else {
        assertThat(heap.nextDueNanos()).isEqualTo(expected.element().due());
        heap.removeNext();
        assertThat(heap.firedMessage()).isSameAs(expected.remove());
        assertThat(heap.firedTarget()).isSameAs(this);
        now = ((Timer) heap.firedMessage()).due();
      }
    }
    assertThat(heap.size()).isEqualTo(expected.size());
  }
}
