package footfall.reports.rendering.tables;

import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.DecisionFigures;
import footfall.reports.results.SizingFigures.Tried;
import footfall.reports.results.SloVerdict;
import java.util.List;

/** {@code sizing.csv}: one row for each configuration that was simulated, in their order. */
public final class SizingTable {
  private SizingTable() {}

  /** The file as CSV, with a line of names. */
  public static String render(SizingFigures sizing) {
    StringBuilder csv = new StringBuilder();
    for (DecisionFigures decision : sizing.decisions()) {
      csv.append(SweepTable.quoted(decision.name())).append(',');
    }
    csv.append("expected_objective,expected_violation,objective,verdict,under,replications,more");
    List<SloVerdict> slos = sizing.slo();
    for (SloVerdict slo : slos) {
      String name = slo.key();
      csv.append(',').append(SweepTable.quoted(name));
      csv.append(',').append(SweepTable.quoted(name + "_verdict"));
    }
    csv.append('\n');
    for (Tried tried : sizing.tried()) {
      for (DecisionFigures decision : sizing.decisions()) {
        csv.append(SweepTable.quoted(tried.configuration().get(decision.name()))).append(',');
      }
      csv.append(cell(tried.expectedObjective())).append(',');
      csv.append(cell(tried.expectedViolation())).append(',');
      csv.append(cell(tried.objective())).append(',');
      csv.append(tried.verdict()).append(',');
      csv.append(tried.condition() == null ? "" : SweepTable.quoted(tried.condition()));
      csv.append(',').append(tried.replications());
      csv.append(',').append(tried.more());
      for (SloVerdict slo : tried.slo()) {
        csv.append(',').append(cell(slo.actual())).append(',').append(slo.verdict());
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
