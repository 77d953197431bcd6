package footfall.reports.analysis.incidents;

import footfall.reports.figures.Quantity;
import footfall.reports.results.IncidentFigures;
import footfall.reports.results.IncidentFigures.Good;
import footfall.reports.results.IncidentFigures.Played;
import footfall.reports.results.IncidentFigures.Row;
import java.util.Locale;

/** Incidents and their figures as people read them. */
public final class IncidentWords {
  private final IncidentFigures incidents;
  private final String currency;

  /** Words for these. */
  public IncidentWords(IncidentFigures incidents, String currency) {
    this.incidents = incidents;
    this.currency = currency;
  }

  /** What happened and when. */
  public String sentence(Played played) {
    String what =
        played.workers() > 0
            ? String.format(
                Locale.ROOT, "%s: %d of %s", played.kind(), played.workers(), played.pool())
            : played.kind() + (played.pool().isEmpty() ? "" : ": " + played.pool());
    return String.format(
        Locale.ROOT,
        "Incident %d, %s, from %s to %s.",
        incidents.incidents().indexOf(played) + 1,
        what,
        Quantity.seconds(played.fromSeconds()),
        Quantity.seconds(played.toSeconds()));
  }

  /** When a request is good. */
  public String good() {
    Good good = incidents.good();
    return String.format(
        Locale.ROOT,
        "A request is good if it is answered with a %s of at most %s (%s). Recovery ends with the last"
            + " 20 requests in a row of which more than 2 were not good. The range covers %d"
            + " simulated runs; the first of them has the same shoppers as the measured run.",
        good.metric().replace('_', ' '),
        Quantity.seconds(good.seconds()),
        good.because(),
        incidents.replications());
  }

  /** What the row is about. */
  public String name(Row row) {
    return switch (row.figure()) {
      case IncidentFigures.RECOVERY ->
          incidents.incidents().size() == 1
              ? "recovered after"
              : "recovered from " + (row.incident() + 1) + " after";
      case IncidentFigures.LOST_REQUESTS -> "requests lost";
      case IncidentFigures.COMPLETION_RATE -> "conversations completed";
      default -> "cost per hour";
    };
  }

  /** The least and the greatest of the simulation. */
  public String range(Row row) {
    return value(row, row.range()[0]) + " to " + value(row, row.range()[1]);
  }

  /** A value of the row. */
  public String value(Row row, double value) {
    return switch (row.figure()) {
      case IncidentFigures.RECOVERY -> Double.isNaN(value) ? "never" : Quantity.seconds(value);
      case IncidentFigures.LOST_REQUESTS -> Quantity.count(value);
      default -> Quantity.of(row.figure(), value, currency);
    };
  }
}
