package footfall.serving.ingress;

import footfall.actors.protocol.Step.Prefix;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Who answered each session last, as long as that means anything: no worker keeps what it has read
 * for a session that is silent. Not thread-safe.
 */
final class Sessions {
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);
  static final int MOST = 100_000;

  private record Remembered(Prefix prefix, long atNanos) {}

  /** The one that was silent for longest comes first. */
  private final LinkedHashMap<String, Remembered> sessions = new LinkedHashMap<>();

  /** What was read for the session before; nothing where it is not remembered. */
  Prefix prefixOf(String session) {
    Remembered remembered = sessions.get(session);
    return remembered == null ? Prefix.NONE : remembered.prefix();
  }

  /** The session was answered. */
  void remember(String session, Prefix prefix, long nowNanos) {
    sessions.remove(session);
    sessions.put(session, new Remembered(prefix, nowNanos));
    long silent = nowNanos - LONGEST_SILENCE.toNanos();
    Iterator<Remembered> eldest = sessions.values().iterator();
    while (eldest.next().atNanos() < silent || sessions.size() > MOST) {
      eldest.remove();
    }
  }

  void forget(String session) {
    sessions.remove(session);
  }

  int size() {
    return sessions.size();
  }
}
