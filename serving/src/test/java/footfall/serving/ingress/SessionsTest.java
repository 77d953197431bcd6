package footfall.serving.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Step.Prefix;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final long SILENCE = Sessions.LONGEST_SILENCE.toNanos();

  private final Sessions sessions = new Sessions();

  private static Prefix by(int worker) {
    return Prefix.of(0, 1, worker);
  }

  @Test
  void remembersWhoAnsweredLast() {
    assertThat(sessions.prefixOf("a")).isEqualTo(Prefix.NONE);
    sessions.remember("a", by(1), 0);
    sessions.remember("b", by(2), 1);
    sessions.remember("a", by(3), 2);
    assertThat(sessions.prefixOf("a")).isEqualTo(by(3));
    assertThat(sessions.prefixOf("b")).isEqualTo(by(2));
    sessions.forget("a");
    assertThat(sessions.prefixOf("a")).isEqualTo(Prefix.NONE);
  }

  @Test
  void forgetsWhoIsSilentForLong() {
    sessions.remember("silent", by(1), 0);
    sessions.remember("talks", by(2), 1);
    sessions.remember("other", by(3), SILENCE);
    assertThat(sessions.prefixOf("silent")).isEqualTo(by(1));
    sessions.remember("talks", by(2), SILENCE + 1);
    assertThat(sessions.prefixOf("silent")).isEqualTo(Prefix.NONE);
    sessions.remember("other", by(3), 2 * SILENCE);
    assertThat(sessions.prefixOf("talks")).isEqualTo(by(2));
    assertThat(sessions.size()).isEqualTo(2);
  }

  @Test
  void holdsNoMoreThanItsBound() {
    for (int i = 0; i <= Sessions.MOST; i++) {
      sessions.remember("session " + i, by(i), i);
    }
    assertThat(sessions.size()).isEqualTo(Sessions.MOST);
    assertThat(sessions.prefixOf("session 0")).isEqualTo(Prefix.NONE);
    assertThat(sessions.prefixOf("session 1")).isEqualTo(by(1));
  }
}
