package footfall.actors.engine;

/**
 * Receives the events of an engine's requests.
 *
 * @param <R> the caller's request type
 */
public interface EngineListener<R> {
  /** The first step of the sequence starts. */
  void admitted(Sequence<R> sequence, double nanos);

  /** The last token was written; the sequence has been removed. */
  void finished(Sequence<R> sequence, double nanos);

  /** A running sequence was cancelled; it has been removed. */
  void cancelled(Sequence<R> sequence, double nanos);
}
