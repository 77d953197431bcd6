package footfall.simulator.benchmarks.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./footfall serve} in a process of its own. */
final class Server implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("is served at http://127.0.0.1:([0-9]+)");

  private final Process process;
  private final int port;

  Server(String scenario, Path out, String... options) throws IOException {
    Path file = Files.createTempFile("bench", ".yaml");
    Files.writeString(file, scenario);
    List<String> command =
        new ArrayList<>(
            List.of(
                "./footfall", "serve", file.toString(), "--port", "0", "--out", out.toString()));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    int found = -1;
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher matcher = PORT.matcher(line);
      found = matcher.find() ? Integer.parseInt(matcher.group(1)) : found;
      if (line.startsWith("Stop with")) {
        break;
      }
    }
    port = found;
    Files.delete(file);
    Thread drain =
        new Thread(
            () -> {
              try {
                said.transferTo(java.io.Writer.nullWriter());
              } catch (IOException e) {
                // It has ended.
              }
            });
    drain.setDaemon(true);
    drain.start();
  }

  int port() {
    return port;
  }

  /** Resident memory in MiB. */
  long residentMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends it as an operator does, and waits for its run folder. */
  void stop() {
    process.destroy();
    try {
      process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
