package footfall.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Footfalls that run at once, each in a process of its own; those that are left are ended. */
final class Processes {
  private static final Pattern NODE_IS_UP = Pattern.compile("node (\\S+) is up");

  private final Path folder;
  private final List<Process> all = new ArrayList<>();

  /** What they say goes into the folder, in which they run. */
  Processes(Path folder) {
    this.folder = folder;
  }

  /** Starts one, whose output goes to {@code name.out} and {@code name.err}. */
  Process footfall(String name, List<String> arguments) throws IOException {
    return footfall(name, List.of(), List.of(), arguments);
  }

  /**
   * The same.
   *
   * @param before what starts Java, such as a command that runs it elsewhere
   * @param options of Java
   */
  Process footfall(String name, List<String> before, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("footfall.simulator.commandline.Main");
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start();
    all.add(process);
    return process;
  }

  /** An address of this machine at which nobody listens, for the first member of a cluster. */
  static String freeSeed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  /** Waits until a node is a member of its cluster, and returns it. */
  Process awaitUp(Process node, String name) throws Exception {
    await(node, name + ".err", NODE_IS_UP);
    return node;
  }

  /** What a process has said so far; {@code out} or {@code err} ends its name. */
  String said(String output) throws IOException {
    return Files.readString(folder.resolve(output));
  }

  /** Waits until a process says something, and returns its first group, or all of it. */
  String await(Process process, String output, Pattern what) throws Exception {
    for (int tries = 0; tries < 1_200; tries++) {
      Matcher matcher = what.matcher(said(output));
      if (matcher.find()) {
        return matcher.group(Math.min(1, matcher.groupCount()));
      }
      assertThat(process.isAlive()).as("ended: " + said(output)).isTrue();
      Thread.sleep(50);
    }
    throw new AssertionError(output + " did not say " + what + " but " + said(output));
  }

  /** Waits for its end, and returns its exit code. */
  static int codeOf(Process process, long minutes) throws InterruptedException {
    assertThat(process.waitFor(minutes, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /** Ends all that are left. */
  void end() throws InterruptedException {
    for (Process process : all) {
      process.destroyForcibly().waitFor();
    }
  }
}
