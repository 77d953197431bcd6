package footfall.actors.workers;

import footfall.actors.Exchange;

/**
 * What a worker understands, whatever its kind. The pool sees to it that no more requests come than
 * there are slots.
 */
public final class Worker {
  private Worker() {}

  /** A {@link footfall.actors.Request} to serve, or the end of everything. */
  public interface Command {}

  /** Nobody waits for the answer to this request of live mode any more. */
  public record Cancel(Exchange exchange) implements Command {}

  /**
   * What goes on beside the worker has changed; told where its pool states contention.
   *
   * @param inService requests that the other workers of its machine serve now
   */
  public record Neighbours(int inService) implements Command {}

  /** The worker is to fail as if something had gone wrong in it; nothing in simulation. */
  public enum Break implements Command {
    INSTANCE
  }

  /** The pool gives the worker nothing more until it is employed again. */
  public enum Retired implements Command {
    INSTANCE
  }

  /** The worker is lost: whatever it serves comes to nothing. */
  public enum Halt implements Command {
    INSTANCE
  }
}
