package footfall.reports.watching;

/**
 * How many workers of a pool do what.
 *
 * @param busy with a request at least
 * @param up and idle
 * @param starting loading their models
 * @param finishing what they serve, to be switched off or started anew then
 * @param lost for the time being
 * @param off not paid for
 */
public record WorkerStates(int busy, int free, int starting, int finishing, int lost, int off) {
  /** No workers. */
  public static final WorkerStates NONE = new WorkerStates(0, 0, 0, 0, 0, 0);

  /** Both together. */
  public WorkerStates plus(WorkerStates other) {
    return new WorkerStates(
        busy + other.busy,
        free + other.free,
        starting + other.starting,
        finishing + other.finishing,
        lost + other.lost,
        off + other.off);
  }
}
