package footfall.actors.workers;

/**
 * What a worker understands, whatever its kind. The pool sees to it that no more requests come than
 * there are slots.
 */
public final class Worker {
  private Worker() {}

  /** A {@link footfall.actors.Request} to serve, or the end of everything. */
  public interface Command {}

  /** The worker is lost: whatever it serves comes to nothing. */
  public enum Halt implements Command {
    INSTANCE
  }
}
