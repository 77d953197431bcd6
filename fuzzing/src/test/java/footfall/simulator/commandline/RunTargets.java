package footfall.simulator.commandline;

import footfall.fuzzing.Refusal;
import footfall.fuzzing.Scratch;
import footfall.fuzzing.Target;
import footfall.reports.rendering.FinishedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of finished runs, for the verbs that read them. The first byte says which file it is. */
public final class RunTargets {
  private static final List<String> FILES =
      List.of("results.json", "evidence.json", "scenario.resolved.yaml");

  private RunTargets() {}

  /** A run's folder, of which one file is what the fuzzer says. */
  private static Target withOneFile(Path run, FolderReader reader) throws IOException {
    byte[][] sound = new byte[FILES.size()][];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = Files.readAllBytes(run.resolve(FILES.get(i)));
    }
    return input -> {
      if (input.length == 0) {
        return;
      }
      int file = Math.floorMod(input[0], FILES.size());
      byte[] bytes = java.util.Arrays.copyOfRange(input, 1, input.length);
      Path path = run.resolve(FILES.get(file));
      Files.write(path, bytes);
      Refusal.or(() -> reader.read(run));
      Files.write(path, sound[file]);
    };
  }

  private interface FolderReader {
    Object read(Path run) throws IOException;
  }

  /** A small run that is sound. */
  public static Path simulated(Scratch scratch) throws IOException {
    Path scenario =
        scratch.write(
            "shop.yaml",
            """
            name: shop
            horizon: 1min
            replications: 2
            arrivals: {poisson: {rate: 1/s}}
            pools: {slm: {workers: 2, service: {time: 300ms}, cost: {perWorkerHour: $1}}}
            routing: {ratio: {slm: 1}}
            slos: [{metric: request_latency, stat: p95, op: <=, threshold: 2s}]
            """);
    Path run = scratch.folder().resolve("run");
    Main.run("simulate", scenario.toString(), "--quiet", "--out", run.toString());
    return run;
  }

  /** The report is drawn again. */
  public static Target report() throws IOException {
    return withOneFile(simulated(new Scratch()), run -> FinishedRun.in(run).drawReport());
  }

  /** A run is compared with one that is sound. */
  public static Target compare() throws IOException {
    Path sound = simulated(new Scratch());
    return withOneFile(
        simulated(new Scratch()),
        run -> ComparedRuns.of(List.of(sound.toString(), run.toString()), List.of()));
  }
}
