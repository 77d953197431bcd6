package footfall.simulator.commandline;

import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.traces.TraceFit;
import footfall.scenarios.traces.TraceSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A trace in figures, and models that resemble it, within 80 columns. */
final class TraceTable {
  private TraceTable() {}

  static void print(PrintWriter out, Trace trace) {
    TraceSummary summary = TraceSummary.of(trace);
    if (!trace.lastLineEnded()) {
      out.println(
          "note: its last line has no end; if the file was cut off there, that request is wrong");
    }
    trace.notes().forEach(note -> out.println("note: " + note));
    out.printf(
        Locale.ROOT,
        "%,d requests in %,.1f s%n%n%-22s %9s %7s %9s %9s %9s%n",
        trace.size(),
        trace.seconds(),
        "arrivals",
        "rate /s",
        "CV",
        "disp. 1s",
        "10s",
        "60s");
    arrivals(out, "trace", summary.arrivals());
    List<TraceFit> fits = TraceFit.of(summary.arrivals());
    TraceFit chosen = TraceFit.simplest(fits);
    for (TraceFit fit : fits) {
      String family = fit.yaml().substring(0, fit.yaml().indexOf(':'));
      arrivals(out, family + (fit == chosen ? " (best fit)" : ""), fit.statistics());
    }
    out.printf(
        Locale.ROOT, "%n%-22s %9s %7s %9s %9s %9s%n", "tokens", "mean", "sd", "p50", "p90", "p99");
    tokens(out, "input", summary.input());
    tokens(out, "output", summary.output());
    out.printf(
        Locale.ROOT,
        "%nThe best fit as a scenario would say it; a replay is exact, a fit goes on for ever:%n"
            + "arrivals:%n  %s%nshoppers:%n  everyone:%n    messageTokens: %s%n    replyTokens: %s%n",
        chosen.yaml(),
        lognormal(summary.input()),
        lognormal(summary.output()));
  }

  private static void arrivals(PrintWriter out, String name, ArrivalStatistics arrivals) {
    out.printf(
        Locale.ROOT,
        "%-22s %9.4f %7.3f %9.3f %9.3f %9.3f%n",
        name,
        arrivals.ratePerSecond(),
        arrivals.coefficientOfVariation(),
        arrivals.dispersion(0),
        arrivals.dispersion(1),
        arrivals.dispersion(2));
  }

  private static void tokens(PrintWriter out, String name, TraceSummary.Tokens tokens) {
    out.printf(
        Locale.ROOT,
        "%-22s %9.1f %7.1f %9d %9d %9d%n",
        name,
        tokens.mean(),
        tokens.sd(),
        tokens.p50(),
        tokens.p90(),
        tokens.p99());
  }

  private static String lognormal(TraceSummary.Tokens tokens) {
    return tokens.sd() == 0
        ? String.format(Locale.ROOT, "%.0f", tokens.mean())
        : String.format(
            Locale.ROOT,
            "{lognormal: {mean: %.1f, sd: %.1f, max: %d}}",
            tokens.mean(),
            tokens.sd(),
            Math.max(1, tokens.max()));
  }
}
