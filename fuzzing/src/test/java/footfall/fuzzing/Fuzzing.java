package footfall.fuzzing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets Jazzer loose on a target, in a process of its own, with bounds on memory and on the time for
 * one input. Inputs that reach new code are kept in {@code target/grown}, findings in {@code
 * target/findings}.
 */
public final class Fuzzing {
  private static final Path WORK = Path.of("target").toAbsolutePath();
  private static final Path CORPUS = Path.of("corpus").toAbsolutePath();
  private static final Path CATALOG = Path.of("../scenarios/catalog").toAbsolutePath();
  private static final List<String> YAML =
      List.of("scenario", "sizing", "evaluation", "experiment");
  private static final int LONGEST_SECONDS = 20;
  private static final int MOST_MEBIBYTES = 3_000;

  private Fuzzing() {}

  /**
   * What a run came to.
   *
   * @param inputs that were tried
   * @param findings inputs that were neither taken nor refused in words
   * @param sound whether it came to its end without any
   */
  record Outcome(long inputs, List<Path> findings, boolean sound) {}

  /** Runs so long, from where the last time ended. */
  static Outcome run(String target, int seconds) throws IOException, InterruptedException {
    Path grown = Files.createDirectories(WORK.resolve("grown").resolve(target));
    return run(target, grown, corpora(target), List.of("-max_total_time=" + seconds));
  }

  /**
   * Tries so many inputs on all targets that are quick, the same every time, if they do not take
   * too long.
   *
   * @param empty folder to work in
   */
  static Outcome all(int inputs, int mostSeconds, Path empty)
      throws IOException, InterruptedException {
    Path seeds = Files.createDirectories(empty.resolve("seeds"));
    List<String> targets = Targets.quick();
    for (int i = 0; i < targets.size(); i++) {
      for (Path folder : corpora(targets.get(i))) {
        for (Path seed : filesIn(folder)) {
          ByteArrayOutputStream addressed = new ByteArrayOutputStream();
          addressed.write(i);
          addressed.writeBytes(Files.readAllBytes(seed));
          Path file = seeds.resolve(targets.get(i) + "-" + seed.getFileName());
          Files.write(file, addressed.toByteArray());
        }
      }
    }
    return run(
        Targets.ANY,
        Files.createDirectories(empty.resolve("grown")),
        List.of(seeds),
        List.of("-seed=1", "-runs=" + inputs, "-max_total_time=" + mostSeconds));
  }

  private static List<Path> corpora(String target) {
    Path own = CORPUS.resolve(target);
    return YAML.contains(target) ? List.of(own, CATALOG) : List.of(own);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Outcome run(String target, Path grown, List<Path> corpora, List<String> limits)
      throws IOException, InterruptedException {
    Path findings = Files.createDirectories(WORK.resolve("findings"));
    Path log = WORK.resolve(target + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=footfall.fuzzing.Fuzzer",
                "--target_args=" + target,
                "--instrumentation_includes=footfall.**",
                "--custom_hook_includes=footfall.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/" + target + "-",
                "-timeout=" + LONGEST_SECONDS,
                "-rss_limit_mb=" + MOST_MEBIBYTES,
                "-max_len=65536",
                "-print_final_stats=1",
                grown.toString()));
    corpora.forEach(folder -> command.add(folder.toString()));
    command.addAll(limits);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // Jazzer takes every connection for a finding; this target is one.
    builder
        .environment()
        .put("JAZZER_SSRF_PERMISSIVE_UNTIL_CONFIGURED", target.equals("vendor") ? "1" : "0");
    int code = builder.start().waitFor();
    return new Outcome(tried(Files.readString(log)), found(findings, target), code == 0);
  }

  private static long tried(String log) {
    Matcher matcher = Pattern.compile("number_of_executed_units: *([0-9]+)").matcher(log);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static List<Path> found(Path findings, String target) throws IOException {
    try (Stream<Path> files = Files.list(findings)) {
      return files.filter(f -> f.getFileName().toString().startsWith(target + "-")).toList();
    }
  }

  /** Runs targets, all if none is named, each for the seconds that come first; prints a table. */
  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[0]);
    List<String> targets = new ArrayList<>(Arrays.asList(arguments).subList(1, arguments.length));
    if (targets.isEmpty()) {
      Targets.names().forEach(targets::add);
    }
    System.out.println("| target | inputs | findings |");
    System.out.println("|---|---|---|");
    long inputs = 0;
    boolean sound = true;
    for (String target : targets) {
      Outcome outcome = run(target, seconds);
      inputs += outcome.inputs();
      sound &= outcome.sound();
      System.out.printf("| %s | %,d | %d |%n", target, outcome.inputs(), outcome.findings().size());
    }
    System.out.printf("| all | %,d | |%n", inputs);
    System.exit(sound ? 0 : 1);
  }
}
