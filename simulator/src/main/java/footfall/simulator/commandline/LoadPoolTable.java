package footfall.simulator.commandline;

import footfall.reports.figures.Quantity;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.Results.MetricFigures;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the figures of every pool of a load test. */
final class LoadPoolTable {
  private LoadPoolTable() {}

  static void print(PrintWriter out, List<LoadFigures.Pool> pools) {
    out.printf(
        Locale.ROOT,
        "%n%-21s %8s %8s %5s %16s %16s%n",
        "pool",
        "requests",
        "answered",
        "open",
        "TTFT p50, p95",
        "latency p50, p95");
    for (LoadFigures.Pool pool : pools) {
      out.printf(
          Locale.ROOT,
          "%-21s %,8d %,8d %,5d %16s %16s%n",
          AnswerTable.fit(pool.pool() + (pool.played() ? " (played)" : ""), 21),
          pool.requests(),
          pool.answered(),
          pool.open(),
          two(pool.timeToFirstToken()),
          two(pool.requestLatency()));
    }
    if (pools.stream().anyMatch(LoadFigures.Pool::played)) {
      AnswerTable.wrap(
          out,
          "A pool that is played answers by its service model: its times are the scenario's, not a"
              + " model's.");
    }
  }

  private static String two(MetricFigures time) {
    return time.count() == 0
        ? ""
        : Quantity.seconds(time.p50()) + ", " + Quantity.seconds(time.p95());
  }
}
