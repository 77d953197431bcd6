package footfall.reports.calibration;

import footfall.scenarios.pools.Service;
import java.util.List;

/**
 * A service model as measurements have it.
 *
 * @param requests that it was fitted to
 * @param parameters every number of it
 */
public record FittedService(
    String pool, int requests, Service service, List<Parameter> parameters) {
  /** Copies the list. */
  public FittedService {
    parameters = List.copyOf(parameters);
  }

  /**
   * One number of a service model, in seconds where it is a time.
   *
   * @param name as in a profile; the place on a curve in brackets
   * @param stated by the scenario; NaN where it states none
   * @param ratio of the fitted to the stated
   */
  public record Parameter(String name, double value, double[] ci95, double stated, double ratio) {
    /** Whether the interval lies on one side of what is stated. */
    public boolean differs() {
      return Double.isFinite(stated) && (ci95[1] < stated || ci95[0] > stated);
    }
  }
}
