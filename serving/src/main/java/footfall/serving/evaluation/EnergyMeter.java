package footfall.serving.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What this machine has used since the meter was started, idle power and other processes included:
 * its CPU packages by the kernel's RAPL counters, its GPUs by the mean of what {@code nvidia-smi}
 * reads every second. For one thread.
 */
final class EnergyMeter implements AutoCloseable {
  private static final Path POWERCAP = Path.of("/sys/class/powercap");
  private static final List<String> NVIDIA =
      List.of("nvidia-smi", "--query-gpu=power.draw", "--format=csv,noheader,nounits");
  private static final double MICRO = 1e-6;
  private static final long PATIENCE_SECONDS = 5;
  private static final long READ_EVERY_MILLIS = 1_000;

  private final Path powercap;
  private final List<String> gpuCommand;
  private final Map<Path, Long> packages;
  private final long startedNanos = System.nanoTime();
  private final ScheduledExecutorService reader;
  private double sumOfWatts;
  private int readings;

  private EnergyMeter(Path powercap, List<String> gpuCommand) {
    this.powercap = powercap;
    this.gpuCommand = gpuCommand;
    this.packages = packages();
    readGpus();
    this.reader = readings == 0 ? null : Executors.newSingleThreadScheduledExecutor();
    if (reader != null) {
      reader.scheduleWithFixedDelay(
          this::readGpus, READ_EVERY_MILLIS, READ_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * What was used.
   *
   * @param of what, as far as the platform tells; empty where it tells nothing, and joules are NaN
   */
  record Energy(double joules, String of) {}

  /** Begins to measure. */
  static EnergyMeter start() {
    return start(POWERCAP, NVIDIA);
  }

  /** The same with other sources. */
  static EnergyMeter start(Path powercap, List<String> gpuCommand) {
    return new EnergyMeter(powercap, gpuCommand);
  }

  /** Since the start. */
  Energy used() {
    double cpu = cpuJoules();
    double gpu = gpuJoules();
    if (Double.isNaN(cpu)) {
      return new Energy(gpu, Double.isNaN(gpu) ? "" : "GPUs");
    }
    return Double.isNaN(gpu)
        ? new Energy(cpu, "CPU packages")
        : new Energy(cpu + gpu, "CPU packages and GPUs");
  }

  private synchronized double gpuJoules() {
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    return readings == 0 ? Double.NaN : sumOfWatts / readings * seconds;
  }

  private double cpuJoules() {
    Map<Path, Long> now = packages();
    double micros = 0;
    for (Map.Entry<Path, Long> counter : packages.entrySet()) {
      Long end = now.get(counter.getKey());
      if (end == null) {
        return Double.NaN;
      }
      long used = end - counter.getValue();
      if (used < 0) { // It has gone round.
        used += read(counter.getKey().resolveSibling("max_energy_range_uj"));
      }
      micros += used;
    }
    return packages.isEmpty() ? Double.NaN : micros * MICRO;
  }

  /**
   * Of whole packages; zones below them, and the platform that they are part of, count them again.
   */
  private Map<Path, Long> packages() {
    Map<Path, Long> counters = new LinkedHashMap<>();
    try (Stream<Path> zones = Files.list(powercap)) {
      for (Path zone : zones.sorted().toList()) {
        Path name = zone.resolve("name");
        Path counter = zone.resolve("energy_uj");
        if (Files.isReadable(name)
            && Files.readString(name).startsWith("package")
            && Files.isReadable(counter)) {
          counters.put(counter, read(counter));
        }
      }
    } catch (IOException e) {
      return Map.of();
    }
    return counters;
  }

  private static long read(Path counter) {
    try {
      return Long.parseLong(Files.readString(counter).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private void readGpus() {
    double watts = gpuWatts();
    synchronized (this) {
      sumOfWatts += Double.isNaN(watts) ? 0 : watts;
      readings += Double.isNaN(watts) ? 0 : 1;
    }
  }

  private double gpuWatts() {
    try {
      Process process = new ProcessBuilder(gpuCommand).redirectErrorStream(true).start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Double.NaN;
      }
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 && !told.isBlank()
          ? told.lines().map(String::strip).mapToDouble(Double::parseDouble).sum()
          : Double.NaN;
    } catch (IOException | NumberFormatException e) {
      return Double.NaN; // There is no such tool, or no such GPU.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.shutdownNow();
    }
  }
}
