package footfall.actors.workers;

/**
 * What a worker understands, whatever its kind. The pool sees to it that no more requests come than
 * there are slots.
 */
public final class Worker {
  private Worker() {}
}
