package footfall.serving.shadow;

import footfall.actors.protocol.RequestOutcome;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.ToolCallReader.Call;
import java.util.ArrayList;
import java.util.List;

/** What is said in an exchange. Thread-safe. */
class Overheard implements LiveExchange.Listener {
  private final StringBuilder text = new StringBuilder();
  private final List<Call> calls = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();

  @Override
  public synchronized void said(String piece) {
    text.append(piece);
  }

  @Override
  public void thought(String piece) {
    // It is no part of the answer.
  }

  @Override
  public synchronized void called(String tool, String arguments) {
    calls.add(new Call(tool, arguments));
  }

  @Override
  public synchronized void embedded(float[] vector) {
    vectors.add(vector);
  }

  @Override
  public void ended(RequestOutcome outcome) {
    // Whoever sent it is told by its pool.
  }

  synchronized String text() {
    return text.toString();
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  synchronized List<float[]> vectors() {
    return List.copyOf(vectors);
  }

  /** What was said and called, as one text. */
  final synchronized String whole() {
    StringBuilder whole = new StringBuilder(text);
    calls.forEach(call -> whole.append('\n').append(call.tool()).append(call.arguments()));
    return whole.toString().strip();
  }
}
