package footfall.reports.measurement;

/**
 * What devices have drawn in a load test, as their own meters tell.
 *
 * @param devices that were read
 * @param seconds from the first reading to the last
 * @param joules of all of them together in that time
 */
public record MeasuredEnergy(int devices, double seconds, double joules) {
  /** On average, of all devices together. */
  public double watts() {
    return joules / seconds;
  }
}
