package footfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program as it is shipped, each command in a process of its own. Whatever still runs at the
 * end of a test is killed by {@link #end}.
 */
public final class Processes {
  private static final Path SHIPPED = Path.of("../simulator/target").toAbsolutePath().normalize();
  private static final Path JAR = SHIPPED.resolve("footfall.jar");
  private static final Pattern NODE_IS_UP = Pattern.compile("node (\\S+) is up");
  private static final Pattern SERVED = Pattern.compile("is served at (http://[0-9.]+:[0-9]+)");
  private static final int LONGEST_MINUTES = 5;
  private static final int LONGEST_TO_SAY_MINUTES = 2;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Process> all = new ArrayList<>();

  /** How a command ended, and what it wrote. */
  public record Ended(int code, String out, String err) {}

  /** Commands run in this folder, and their output goes there. */
  public Processes(Path folder) {
    this.folder = folder;
  }

  /** Sets an environment variable of all processes that are started from now on. */
  public void setEnvironment(String name, String value) {
    environment.put(name, value);
  }

  /** Runs a command to its end. */
  public Ended run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(), arguments);
  }

  /** Runs a command to its end, in a JVM with these options. */
  public Ended run(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    Process process = footfall("ran", List.of(), options, List.of(arguments));
    int code = codeOf(process, LONGEST_MINUTES);
    return new Ended(code, said("ran.out"), said("ran.err"));
  }

  /** Starts a command whose output goes to {@code name.out} and {@code name.err}. */
  public Process footfall(String name, List<String> arguments) throws IOException {
    return footfall(name, List.of(), List.of(), arguments);
  }

  /**
   * Starts a command.
   *
   * @param before what starts Java, such as a command that runs it in another namespace
   * @param options of the JVM
   */
  public Process footfall(
      String name, List<String> before, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(java(options));
    command.addAll(arguments);
    return start(name, command);
  }

  /**
   * How a test starts the program: with the first compiler alone and the class data archive of the
   * build, since most commands of a test are over before anything else pays.
   */
  public static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-XX:SharedArchiveFile=" + SHIPPED.resolve("footfall.jsa"));
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toString()));
    return command;
  }

  /** Starts any command, in the folder. */
  public Process start(String name, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start();
    all.add(process);
    return process;
  }

  /** An address of this machine at which nothing listens, for the first member of a cluster. */
  public static String freeSeed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  /** Waits until a node is a member of its cluster, and returns it. */
  public Process awaitUp(Process node, String name) throws Exception {
    await(node, name + ".err", NODE_IS_UP);
    return node;
  }

  /** Waits until a server of this name can be asked, and returns its base address. */
  public String awaitServed(Process server, String name) throws Exception {
    String address = await(server, name + ".out", SERVED);
    await(server, name + ".out", Pattern.compile("Stop with Ctrl-C"));
    return address;
  }

  /** What a process has written so far; {@code out} or {@code err} ends its name. */
  public String said(String output) throws IOException {
    return Files.readString(folder.resolve(output));
  }

  /** Waits until a process writes something, and returns its first group, or all of it. */
  public String await(Process process, String output, Pattern what) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_TO_SAY_MINUTES);
    while (System.nanoTime() < deadline) {
      boolean runs = process.isAlive();
      Matcher matcher = what.matcher(said(output));
      if (matcher.find()) {
        return matcher.group(Math.min(1, matcher.groupCount()));
      }
      assertThat(runs).as("ended: " + said(output)).isTrue();
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError(output + " did not say " + what + " but " + said(output));
  }

  /** Waits for its end, and returns its exit code. */
  public static int codeOf(Process process, long minutes) throws InterruptedException {
    assertThat(process.waitFor(minutes, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /** Kills all that still run. */
  public void end() throws InterruptedException {
    for (Process process : all) {
      process.destroyForcibly().waitFor();
    }
  }
}
