package footfall.simulator.commitments;

import com.fasterxml.jackson.annotation.JsonIgnore;
import footfall.reports.figures.Quantity;
import footfall.scenarios.problems.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A plan compared with what a deployment does. */
public final class DriftCheck {
  private DriftCheck() {}

  /** What became of an assumption. */
  public enum Finding {
    HOLDS,
    DRIFTED,
    NO_DATA
  }

  /**
   * One assumption and what was found.
   *
   * @param measured NaN where there is no data
   */
  public record Row(
      String name,
      String unit,
      double planned,
      double atLeast,
      double atMost,
      double measured,
      Finding finding) {
    /** Up to which figures it holds, in words. */
    @JsonIgnore
    public String range() {
      return Double.isInfinite(atLeast)
          ? "at most " + inUnit(atMost)
          : Double.isInfinite(atMost)
              ? "at least " + inUnit(atLeast)
              : inUnit(atLeast) + " to " + inUnit(atMost);
    }

    /** One of its figures as people write it. */
    public String inUnit(double value) {
      return unit.equals("s") ? Quantity.seconds(value) : Quantity.digits(value) + unit;
    }
  }

  /**
   * Asks for each figure that the plan relies on.
   *
   * @param window over which, as PromQL writes it
   * @param interval of which the busiest counts, where it is asked for
   * @throws InvalidInputException if the server does not answer, or not with one number
   */
  public static List<Row> of(
      Commitment plan, Prometheus prometheus, String window, String interval) {
    List<Row> rows = new ArrayList<>();
    for (Assumption each : plan.assumptions()) {
      String query = each.query().replace("$window", window).replace("$interval", interval);
      OptionalDouble measured = prometheus.query(query, each.location());
      rows.add(
          new Row(
              each.name(),
              each.unit(),
              each.planned(),
              each.atLeast(),
              each.atMost(),
              measured.orElse(Double.NaN),
              measured.isEmpty()
                  ? Finding.NO_DATA
                  : each.holds(measured.getAsDouble()) ? Finding.HOLDS : Finding.DRIFTED));
    }
    return rows;
  }
}
