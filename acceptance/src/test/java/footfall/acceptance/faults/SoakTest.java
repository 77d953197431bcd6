package footfall.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with a real model under a real load for a long time, at 80 % of what it can: {@code
 * -Dtest=SoakTest -Dtest.groups.excluded=none}, or shorter with {@code -DargLine=-Dminutes=3}.
 * Prints a row a minute.
 */
@Tag("soak")
class SoakTest {
  private static final int MINUTES = Integer.getInteger("minutes", 30);
  private static final int WARM_UP_MINUTES = Math.min(5, MINUTES / 2);
  private static final Pattern SERVED = Pattern.compile("is served at (http://[0-9.]+:[0-9]+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
  private static final Pattern LIVE = Pattern.compile("Total\\s+[0-9]+\\s+([0-9]+)");
  private static final double MEBI = 1 << 20;

  /**
   * From the second third to the last the peak of the memory may grow by no more. It goes up and
   * down within each: the books are kept in 32 to 64 sections, which become twice as long after
   * 8.5, 17 and 34 minutes.
   */
  private static final double MOST_GROWTH = 0.05;

  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        replications: 1
        horizon: %dmin
        warmUp: %dmin
        arrivals: {poisson: {rate: 17.7/s}}
        shoppers:
          all:
            turns: {uniform: {min: 1, max: 7}}
            messageTokens: {uniform: {min: 5, max: 30}}
            replyTokens: {lognormal: {mean: 40, sd: 20, min: 4, max: 120}}
            thinking: {lognormal: {mean: 3s, sd: 2s, min: 500ms, max: 10s}}
        pools:
          slm:
            model: measured/footfall-tiny
            workers: 1
            slots: 1
            queue: {capacity: 200, expiry: 30s}
            backend: {local: {model: embedded/footfall-tiny, cores: 1}}
          llm:
            kind: llm
            slots: 24
            service: {time: 300ms, perOutputToken: 20ms}
            queue: {capacity: 200, expiry: 30s}
        routing: {ratio: {slm: 0.757, llm: 0.243}}
        """
            .formatted(MINUTES, WARM_UP_MINUTES));
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  /** Memory of a process, in MiB. */
  private record Memory(double resident, double live) {
    static Memory of(Process process) throws Exception {
      String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
      Process counting =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd") + "",
                  process.pid() + "",
                  "GC.class_histogram") // It collects all garbage first.
              .redirectErrorStream(true)
              .start();
      String histogram =
          new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Memory(number(RESIDENT, status) / 1024, number(LIVE, histogram) / MEBI);
    }

    private static double number(Pattern pattern, String text) {
      Matcher matcher = pattern.matcher(text);
      assertThat(matcher.find()).as(text.lines().limit(5).toList() + "").isTrue();
      return Double.parseDouble(matcher.group(1));
    }
  }

  private Results results(String run) throws IOException {
    return ResultsJson.read(Files.readString(folder.resolve(run + "/results.json")), Results.class);
  }

  @Test
  void memoryIsFlatAndTheLedgerBalances() throws Exception {
    Process server =
        processes.footfall(
            "serve", List.of("serve", "shop.yaml", "--port", "0", "--out", "served"));
    String url = processes.await(server, "serve.out", SERVED);
    Process load =
        processes.footfall(
            "load", List.of("load", "shop.yaml", "--target", url, "--out", "loaded"));
    List<Memory> samples = new ArrayList<>();
    System.out.println("| minute | resident MiB | live heap MiB |");
    for (int minute = 1; minute <= MINUTES; minute++) {
      Thread.sleep(60_000);
      Memory now = Memory.of(server);
      System.out.printf("| %d | %.0f | %.1f |%n", minute, now.resident(), now.live());
      if (minute > MINUTES / 3) {
        samples.add(now); // By then it remembers as many sessions as it ever will.
      }
    }
    int code = Processes.codeOf(load, 3);
    server.destroy();
    Processes.codeOf(server, 3);
    System.out.println(processes.said("load.out") + processes.said("serve.out"));

    assertThat(code).isZero();
    Results served = results("served");
    Results loaded = results("loaded");
    for (Results results : List.of(served, loaded)) {
      assertThat(results.checks()).allMatch(Results.Check::holds);
    }
    assertThat(served.ledger().requests().submitted())
        .as("the server has practised with a few more")
        .isGreaterThanOrEqualTo(loaded.ledger().requests().submitted());
    assertThat(growth(samples, Memory::live)).as("live heap").isLessThan(MOST_GROWTH);
    assertThat(growth(samples, Memory::resident)).as("resident memory").isLessThan(MOST_GROWTH);
  }

  /** By how much the peak of the later samples exceeds that of the earlier. */
  private static double growth(List<Memory> samples, ToDoubleFunction<Memory> figure) {
    int half = samples.size() / 2;
    double first = peak(samples.subList(0, half), figure);
    double second = peak(samples.subList(half, samples.size()), figure);
    System.out.printf("peaks: %.1f and %.1f MiB%n", first, second);
    return second / first - 1;
  }

  private static double peak(List<Memory> samples, ToDoubleFunction<Memory> figure) {
    return samples.stream().mapToDouble(figure).max().orElseThrow();
  }
}
