package footfall.actors.engine;

/**
 * Told what comes of the requests of an engine, at the end of the step in which it happens.
 *
 * @param <R> what a request is to the caller
 */
public interface EngineListener<R> {
  /** The first step of the sequence begins. */
  void admitted(Sequence<R> sequence, double nanos);

  /** The last token is written; the sequence is no longer there. */
  void finished(Sequence<R> sequence, double nanos);

  /** The sequence was cancelled while it ran, and is no longer there. */
  void cancelled(Sequence<R> sequence, double nanos);
}
