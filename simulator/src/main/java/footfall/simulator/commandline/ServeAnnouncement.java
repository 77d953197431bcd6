package footfall.simulator.commandline;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.serving.dashboard.Dashboard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is served where, and what to try first. */
final class ServeAnnouncement {
  private ServeAnnouncement() {}

  /**
   * Prints it.
   *
   * @param descriptions of what does the work of each pool
   */
  static void print(
      PrintWriter print, Scenario scenario, InetSocketAddress address, List<String> descriptions) {
    String at = "http://" + host(address) + ":" + address.getPort();
    print.println(scenario.name() + " is served at " + at);
    for (int i = 0; i < scenario.pools().size(); i++) {
      PoolSpec pool = scenario.pools().get(i);
      print.printf(
          "  %-12s %d %s of %d: %s%n",
          pool.name(),
          pool.workers(),
          pool.workers() == 1 ? "worker" : "workers",
          pool.slots(),
          descriptions.get(i));
    }
    residentMebibytes().ifPresent(mebibytes -> print.printf("  memory       %d MiB%n", mebibytes));
    print.println("  live page    " + at + Dashboard.PATH);
    print.println("Try:");
    print.printf(
        "  curl -s %s/v1/chat/completions -d '{\"model\": \"%s\", \"messages\": [{\"role\":"
            + " \"user\", \"content\": \"show me a red shirt\"}]}'%n",
        at, scenario.name());
    print.println("Stop with Ctrl-C.");
    print.flush();
  }

  private static String host(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static Optional<Long> residentMebibytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // Not every system tells.
    }
  }
}
