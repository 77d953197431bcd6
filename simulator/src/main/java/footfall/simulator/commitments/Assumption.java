package footfall.simulator.commitments;

/**
 * A figure that a plan relies on.
 *
 * @param planned what the plan was made with
 * @param unit as tables show it; empty for a plain number
 * @param atLeast below which it has drifted; minus infinity for no bound
 * @param atMost above which it has drifted; infinity for no bound
 * @param query in PromQL, one number; {@code $window} and {@code $interval} are filled in
 * @param location in the file of the plan, for messages
 */
record Assumption(
    String name,
    double planned,
    String unit,
    double atLeast,
    double atMost,
    String query,
    String location) {
  boolean holds(double measured) {
    return measured >= atLeast && measured <= atMost;
  }
}
