package footfall.serving.exchange;

import footfall.actors.protocol.RequestOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A reply that is passed on to whoever asked, at once or when it is known that it is the one to be
 * kept, or never. Thread-safe.
 */
final class HeldReply implements LiveExchange.Listener {
  private final LiveExchange.Listener client;
  private final List<Consumer<LiveExchange.Listener>> held = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder together = new StringBuilder();
  private boolean heard;
  private boolean released;
  private boolean dropped;

  /**
   * Nothing is said yet.
   *
   * @param atOnce whether it is passed on as it comes
   */
  HeldReply(LiveExchange.Listener client, boolean atOnce) {
    this.client = client;
    this.released = atOnce;
  }

  /** It is the one to be kept. */
  synchronized void release() {
    released = true;
    flush();
    held.forEach(piece -> piece.accept(client));
    held.clear();
  }

  /** Nothing more of it is passed on. */
  synchronized void drop() {
    dropped = true;
    together.setLength(0);
    held.clear();
  }

  /** Whether any of it was passed on. */
  synchronized boolean isHeard() {
    return heard;
  }

  /** What was said before it was passed on, without the reasoning before it. */
  synchronized String text() {
    return text.toString();
  }

  /** What was said in one go is heard in one. */
  private void flush() {
    if (!together.isEmpty()) {
      String words = together.toString();
      together.setLength(0);
      held.add(listener -> listener.said(words));
    }
  }

  private void pass(Consumer<LiveExchange.Listener> piece) {
    if (dropped) {
      return;
    }
    if (released) {
      heard = true;
      piece.accept(client);
    } else {
      flush();
      held.add(piece);
    }
  }

  @Override
  public synchronized void said(String piece) {
    if (released) {
      pass(listener -> listener.said(piece));
    } else {
      text.append(piece);
      together.append(piece);
    }
  }

  @Override
  public synchronized void thought(String piece) {
    pass(listener -> listener.thought(piece));
  }

  @Override
  public synchronized void called(String tool, String arguments) {
    text.append(tool).append('(').append(arguments).append(')');
    pass(listener -> listener.called(tool, arguments));
  }

  @Override
  public synchronized void embedded(float[] vector) {
    pass(listener -> listener.embedded(vector));
  }

  @Override
  public void ended(RequestOutcome outcome) {
    throw new IllegalStateException("the client is told by the exchange as a whole");
  }
}
