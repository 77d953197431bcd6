package footfall.simulator.commandline;

import footfall.reports.results.ResultsJson;
import footfall.scenarios.problems.InvalidInputException;
import footfall.simulator.commitments.Commitment;
import footfall.simulator.commitments.DriftCheck;
import footfall.simulator.commitments.DriftCheck.Finding;
import footfall.simulator.commitments.DriftCheck.Row;
import footfall.simulator.commitments.Prometheus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
      "Compare what a plan relies on with what its deployment does, by the metrics in Prometheus.",
      "`footfall size --plan FILE` writes such a plan."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall check committed.yaml --metrics http://127.0.0.1:9090",
      "  footfall check committed.yaml --metrics https://prometheus.example --window 7d \\",
      "      --header \"Authorization: Bearer $TOKEN\"",
      "",
      "Exit codes: 0 all hold, 2 something has drifted, 4 nothing has, but some have no data."
    })
final class CheckCommand implements Callable<Integer> {
  private static final String DURATION = "([1-9][0-9]{0,5}(ms|s|m|h|d|w|y))+";

  @Parameters(index = "0", paramLabel = "PLAN", description = "Plan file (YAML).")
  private Path file;

  @Option(
      names = "--metrics",
      required = true,
      paramLabel = "URL",
      description = "Prometheus, or what answers its queries.")
  private String metrics;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description = "The time looked at, to now: 1d if not given.")
  private String window = "1d";

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = {
        "Of which the busiest counts for the load, no longer than the window: 1h if not given,",
        "or the window where that is shorter."
      })
  private String interval;

  @Option(
      names = "--header",
      paramLabel = "K:V",
      description = "Sent along with each query; may be repeated.")
  private List<String> headers = List.of();

  @Option(names = "--json", description = "Print what was found as JSON, and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    checkDuration("--window", window);
    boolean isShort = window.matches("[0-9]+(ms|s)|[1-5]?[0-9]m");
    if (interval == null) {
      interval = isShort ? window : "1h";
    }
    checkDuration("--interval", interval);
    Commitment plan = Commitment.read(file);
    List<Row> rows =
        DriftCheck.of(plan, new Prometheus(metrics, parsedHeaders()), window, interval);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(ResultsJson.render(rows));
    } else {
      print(out, plan, rows);
    }
    out.flush();
    return has(rows, Finding.DRIFTED)
        ? ExitCode.SLO_FAILED
        : has(rows, Finding.NO_DATA) ? ExitCode.NOT_VALID : ExitCode.PASS;
  }

  private static void checkDuration(String option, String value) {
    if (!value.matches(DURATION)) {
      throw InvalidInputException.of(
          option + " " + value, "is no duration of Prometheus", "write 30m, 1h, 1d or 1w");
    }
  }

  private Map<String, String> parsedHeaders() {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw InvalidInputException.of(
            "--header " + header, "has no colon", "write --header \"Authorization: Bearer abc\"");
      }
      parsed.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }
    return parsed;
  }

  private static boolean has(List<Row> rows, Finding finding) {
    return rows.stream().anyMatch(row -> row.finding() == finding);
  }

  private void print(PrintWriter out, Commitment plan, List<Row> rows) {
    long drifted = rows.stream().filter(row -> row.finding() == Finding.DRIFTED).count();
    long unknown = rows.stream().filter(row -> row.finding() == Finding.NO_DATA).count();
    AnswerTable.wrap(
        out,
        (drifted > 0 ? "DRIFTED" : unknown > 0 ? "UNDECIDED" : "PASS")
            + ": of "
            + rows.size()
            + " figures that plan "
            + plan.plan()
            + " relies on, "
            + counted(drifted, "drifted")
            + (unknown > 0 ? " and " + counted(unknown, "no data") : "")
            + ", in the last "
            + window
            + ".");
    out.println();
    out.printf("%-35s %9s %10s  %-14s%n", "", "planned", "measured", "holds for");
    rows.forEach(row -> print(out, row));
    if (drifted > 0 && !plan.scenario().isEmpty()) {
      out.println();
      out.println("Put what was measured into the scenario, and size it again:");
      out.printf("  footfall size %s --plan %s%n", plan.scenario(), file);
    }
  }

  private static String counted(long count, String what) {
    return count + (count == 1 ? " has " : " have ") + what;
  }

  private static void print(PrintWriter out, Row row) {
    out.printf(
        Locale.ROOT,
        "%-35s %9s %10s  %-14s %s%n",
        AnswerTable.fit(row.name(), 35),
        row.inUnit(row.planned()),
        Double.isNaN(row.measured()) ? "no data" : row.inUnit(row.measured()),
        row.range(),
        row.finding() == Finding.DRIFTED ? "DRIFTED" : "");
  }
}
