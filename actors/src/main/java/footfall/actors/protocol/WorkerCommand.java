package footfall.actors.protocol;

/** A {@link footfall.actors.protocol.Request} to serve, or the end of everything. */
public interface WorkerCommand {
  /** Cancels a request of live mode: its client has gone. */
  record Cancel(Exchange exchange) implements WorkerCommand {}

  /**
   * What goes on beside the worker has changed; told where its pool states contention.
   *
   * @param inService requests that the other workers of its machine serve now
   */
  record OthersInService(int inService) implements WorkerCommand {}

  /**
   * Asks an engine what it has done so far.
   *
   * @param number of the question, for the answer
   */
  record ReportEngine(long number) implements WorkerCommand {}

  /** The request is to make way; the worker says how far it has come. */
  record Interrupt(Request request) implements WorkerCommand {}

  /** A request that was interrupted goes on. */
  record Resume(Request request, Progress progress) implements WorkerCommand {}

  /** The pool has ended the request, which waited in the engine of the worker. */
  record Withdraw(Request request) implements WorkerCommand {}

  /** The worker is to fail as if something had gone wrong in it; nothing in simulation. */
  enum Break implements WorkerCommand {
    INSTANCE
  }

  /** The worker's vendor fails every attempt until then. */
  record LoseVendor(long untilNanos) implements WorkerCommand {}

  /** The pool gives the worker nothing more until it is employed again. */
  enum Retired implements WorkerCommand {
    INSTANCE
  }

  /** The worker is lost: whatever it serves comes to nothing. */
  enum Halt implements WorkerCommand {
    INSTANCE
  }
}
