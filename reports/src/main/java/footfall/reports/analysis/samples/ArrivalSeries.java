package footfall.reports.analysis.samples;

import footfall.queueing.statistics.Durations;
import footfall.reports.recording.Attainment;
import footfall.reports.recording.ClassBook;
import footfall.reports.recording.Fate;
import footfall.reports.recording.ObjectiveBook;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.WindowPlan;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of those that arrived in each section of the run, all pools and replications
 * together.
 */
public final class ArrivalSeries {
  /**
   * One section.
   *
   * @param toSeconds when it ends
   * @param latency of its requests that were answered
   * @param answeredShare NaN where nobody arrived
   * @param goodput of the first objective that asks for one; NaN where none does
   */
  public record Point(
      double toSeconds,
      Durations latency,
      Durations firstToken,
      double answeredShare,
      double goodput) {}

  private final List<Point> points = new ArrayList<>();

  /** The sections of a run, in order. */
  public ArrivalSeries(Scenario scenario, List<ReplicationRecord> replications) {
    WindowPlan plan = replications.get(0).plan();
    int goodput = goodput(scenario);
    for (int section = 0; section < plan.sections(); section++) {
      ClassBook all = new ClassBook();
      Attainment good = new Attainment();
      for (ReplicationRecord replication : replications) {
        all.add(replication.sections().get(section).allClasses());
        if (goodput >= 0) {
          good = good.plus(replication.sections().get(section).attainment(goodput));
        }
      }
      points.add(
          new Point(
              plan.sectionNanos(section + 1) / 1e9,
              all.latency(),
              all.firstToken(),
              answered(all),
              good.arrived() == 0 ? Double.NaN : (double) good.kept() / good.arrived()));
    }
  }

  private static int goodput(Scenario scenario) {
    List<FigureName> figures = ObjectiveBook.figures(scenario);
    for (int i = 0; i < figures.size(); i++) {
      if (figures.get(i).metric().equals(FigureName.GOODPUT)) {
        return i;
      }
    }
    return -1;
  }

  private static double answered(ClassBook book) {
    double came = book.openRequests();
    for (Fate fate : Fate.values()) {
      came += fate.isExcused() ? 0 : book.requests(fate);
    }
    return came == 0 ? Double.NaN : book.requests(Fate.ANSWERED) / came;
  }

  /** The section in which an instant lies; at its end, the one that ends there. */
  public Point at(double seconds) {
    return points.stream()
        .filter(point -> seconds <= point.toSeconds())
        .findFirst()
        .orElse(points.get(points.size() - 1));
  }
}
