package footfall.gatling.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.analysis.load.LoadAnalysis;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Real Gatling in a process of its own, and the run that it leaves. */
final class GatlingProcess {
  private final Path folder;
  private String output = "";

  GatlingProcess(Path folder) {
    this.folder = folder;
  }

  /** Runs a load test to its end, and returns Gatling's exit code. */
  int run(String target, String scenario, String... more) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("small.yaml"), scenario);
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Dfootfall.scenario=" + file,
                "-Dfootfall.target=" + target,
                "-Dfootfall.forceLengths=true",
                "-Dfootfall.out=" + folder.resolve("run")));
    options.addAll(List.of(more));
    return simulate("footfall.gatling.ConversationSimulation", options);
  }

  /** Runs a simulation to its end, and returns Gatling's exit code. */
  int simulate(String simulation, List<String> options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dgatling.http.warmUpUrl=",
                "-Dgatling.data.enableAnalytics=false",
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=9",
                "-Djava.util.prefs.userRoot=" + folder));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-javaagent:") && option.contains("jacoco"))
        .forEach(command::add); // What the child runs counts as covered.
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.gatling.app.Gatling",
            "-s",
            simulation,
            "-rf",
            folder.resolve("gatling").toString(),
            "-nr"));
    Path told = folder.resolve("gatling.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    output = Files.readString(told);
    return process.waitFor();
  }

  /** What it has said. */
  String output() {
    return output;
  }

  Results results() throws IOException {
    return ResultsJson.read(Files.readString(folder.resolve("run/results.json")), Results.class);
  }

  /** All but the generator's own punctuality, which a busy build machine may spoil. */
  static void checkLaws(Results results) {
    assertThat(results.checks())
        .filteredOn(check -> !check.name().equals(LoadAnalysis.GENERATOR_KEPT_UP))
        .hasSizeGreaterThan(5)
        .allMatch(Results.Check::holds);
  }

  /** Four seconds of shoppers, the first of them warm-up. */
  static String scenario(String arrivals, String shopper, String slos) {
    return """
        name: small
        horizon: 4s
        warmUp: 1s
        arrivals: %s
        shoppers: {all: {%s}}
        pools: {slm: {slots: 8, workers: 4, service: {time: 30ms, perOutputToken: 10ms}}}
        routing: {ratio: {slm: 1}}
        slos: [%s]
        """
        .formatted(arrivals, shopper, slos);
  }
}
