package footfall.simulator.commandline;

import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.RunMode;
import footfall.reports.watching.LiveSnapshot;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.serving.dashboard.Dashboard;
import footfall.serving.dashboard.DashboardServer;
import footfall.serving.run.LiveDeployment;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** The live page of a run in this process, from before it begins until all have heard its end. */
final class LiveView implements AutoCloseable {
  private static final int MOST_PORTS = 65_535;

  private final Dashboard dashboard;
  private final DashboardServer server;

  private LiveView(Dashboard dashboard, DashboardServer server) {
    this.dashboard = dashboard;
    this.server = server;
  }

  /**
   * Opens the page and says where it is.
   *
   * @param port 0 for any that is free
   */
  static LiveView open(CommandSpec spec, Scenario scenario, RunMode mode, int port) {
    if (port < 0 || port > MOST_PORTS) {
      throw InvalidInputException.of("--port " + port, "is no port", "0 to 65535");
    }
    Dashboard dashboard = new Dashboard(scenario, mode);
    DashboardServer server = DashboardServer.open(dashboard, port, LiveDeployment.CONFIG);
    spec.commandLine().getErr().println("watch it at " + server.address());
    spec.commandLine().getErr().flush();
    return new LiveView(dashboard, server);
  }

  Consumer<LiveSnapshot> audience() {
    return dashboard;
  }

  /** Tells all who look how it ended. */
  void over(Results results) {
    int code = ExitCode.of(results);
    Verdict verdict =
        code == ExitCode.PASS
            ? Verdict.PASS
            : code == ExitCode.SLO_FAILED ? Verdict.FAIL : Verdict.UNDECIDED;
    dashboard.over(verdict, results.answer());
  }

  @Override
  public void close() {
    dashboard.over(Verdict.UNDECIDED, "The run ended early.");
    server.close();
  }
}
