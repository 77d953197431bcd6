package footfall.reports.calibration;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
  private static final List<String> FACTORS =
      List.of(
          "service.batching.prefillSlowdown",
          "service.batching.contention",
          "service.batching.pace",
          "engine.step.compute",
          "engine.step.weightBandwidth",
          "engine.step.kvBandwidth",
          "engine.step.attentionCompute");

  /** Copies the list. */
  public FittedService {
    parameters = List.copyOf(parameters);
  }

  /** The same with every time multiplied. */
  public FittedService scaled(double factor) {
    return new FittedService(
        pool,
        requests,
        service.scaled(factor),
        parameters.stream().map(p -> p.scaled(factor)).toList());
  }

  /**
   * One number of a service model, in seconds where it is a time.
   *
   * @param name as in a profile; the place on a curve in brackets
   * @param stated by the scenario; NaN where it states none
   * @param ratio of the fitted to the stated
   */
  public record Parameter(String name, double value, double[] ci95, double stated, double ratio) {
    static Parameter of(String name, double value, double margin, double stated) {
      return new Parameter(
          name,
          value,
          new double[] {value - margin, value + margin},
          stated,
          stated > 0 ? value / stated : Double.NaN);
    }

    /** Whether it is in seconds, and no factor. */
    @JsonIgnore
    public boolean isTime() {
      return FACTORS.stream().noneMatch(name::startsWith);
    }

    private Parameter scaled(double factor) {
      return isTime() ? of(name, value * factor, (ci95[1] - value) * factor, stated) : this;
    }

    /** Whether the interval lies on one side of what is stated. */
    public boolean differs() {
      return Double.isFinite(stated) && (ci95[1] < stated || ci95[0] > stated);
    }
  }
}
