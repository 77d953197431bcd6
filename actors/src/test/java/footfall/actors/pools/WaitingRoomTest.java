package footfall.actors.pools;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.Step;
import footfall.scenarios.pools.QueueSpec;
import footfall.scenarios.pools.QueueSpec.Discipline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every waiting room against a list that is searched from end to end. */
class WaitingRoomTest {
  private static final int STEPS = 5_000;
  private static final int CAPACITY = 12;

  private static QueueSpec spec(Discipline discipline, OptionalInt capacity) {
    return QueueSpec.shared(discipline, capacity);
  }

  private static WaitingRequest waiting(long number, int priority, int tokens) {
    Step step = Step.said(Step.Prefix.NONE, -1, -1, new TestExchange());
    return new WaitingRequest(
        new Request(number, 0, 1, 0, priority, tokens, 0, 0, 0, 0, 0, step, null, null), null);
  }

  /** By what the discipline goes, before it goes by the order of coming. */
  private static Comparator<WaitingRequest> order(Discipline discipline) {
    return switch (discipline) {
      case FIFO -> Comparator.comparingInt(waiting -> 0);
      case PRIORITY -> Comparator.comparingInt(waiting -> waiting.request.priority());
      default -> Comparator.comparingInt(waiting -> waiting.request.inputTokens());
    };
  }

  @ParameterizedTest
  @EnumSource(Discipline.class)
  void servesInTheOrderOfItsDiscipline(Discipline discipline) {
    WaitingRoom room =
        WaitingRoom.of(spec(discipline, OptionalInt.of(CAPACITY)), Request::inputTokens);
    List<WaitingRequest> model = new ArrayList<>();
    Comparator<WaitingRequest> order = order(discipline);
    Random random = new Random(7);
    for (long step = 0; step < STEPS; step++) {
      assertThat(room.size()).isEqualTo(model.size());
      assertThat(room.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(room.isFull()).isEqualTo(model.size() >= CAPACITY);
      int dice = random.nextInt(model.size() > CAPACITY ? 8 : 20);
      if (dice < 4 && !model.isEmpty()) {
        WaitingRequest next = model.stream().min(order).orElseThrow();
        assertThat(room.next()).isSameAs(next);
        leave(room, model, next);
      } else if (dice < 8 && !model.isEmpty()) {
        leave(room, model, model.get(random.nextInt(model.size())));
      } else {
        WaitingRequest comes = waiting(step, random.nextInt(3), random.nextInt(4));
        if (dice < 10) {
          room.addFirst(comes);
          model.add(0, comes);
        } else {
          room.add(comes);
          model.add(comes);
        }
        assertThat(comes.waits).isTrue();
      }
      WaitingRequest any = model.isEmpty() ? null : model.get(random.nextInt(model.size()));
      if (any != null) {
        assertThat(room.find(any.request.step().exchange())).isSameAs(any);
      }
      assertThat(room.find(new TestExchange())).isNull();
    }
  }

  private static void leave(WaitingRoom room, List<WaitingRequest> model, WaitingRequest who) {
    room.remove(who);
    model.remove(who);
    assertThat(who.waits).isFalse();
    assertThat(room.find(who.request.step().exchange())).isNull();
  }

  @Test
  void isNeverFullWithoutABound() {
    WaitingRoom room = WaitingRoom.of(spec(Discipline.FIFO, OptionalInt.empty()), null);
    for (int i = 0; i < 1_000; i++) {
      room.add(waiting(i, 0, 0));
    }
    assertThat(room.isFull()).isFalse();
  }
}
