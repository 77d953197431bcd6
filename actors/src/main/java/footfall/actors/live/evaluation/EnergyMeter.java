package footfall.actors.live.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What this machine has used between two readings, idle power and other processes included: its CPU
 * packages by the kernel's RAPL counters, its GPUs by the mean of {@code nvidia-smi}'s readings.
 * For one thread.
 */
final class EnergyMeter {
  private static final Path POWERCAP = Path.of("/sys/class/powercap");
  private static final double MICRO = 1e-6;
  private static final long PATIENCE_SECONDS = 5;

  private final Path powercap;
  private final List<String> gpuCommand;
  private Map<Path, Long> packages;
  private double gpuWatts;
  private long startedNanos;

  private EnergyMeter(Path powercap, List<String> gpuCommand) {
    this.powercap = powercap;
    this.gpuCommand = gpuCommand;
    this.packages = packages();
    this.gpuWatts = gpuWatts();
    this.startedNanos = System.nanoTime();
  }

  /** Begins to measure. */
  static EnergyMeter start() {
    return new EnergyMeter(
        POWERCAP, List.of("nvidia-smi", "--query-gpu=power.draw", "--format=csv,noheader,nounits"));
  }

  /** The same with other sources. */
  static EnergyMeter start(Path powercap, List<String> gpuCommand) {
    return new EnergyMeter(powercap, gpuCommand);
  }

  /** Joules since the start; NaN where the platform tells nothing. */
  double joules() {
    double cpu = cpuJoules();
    double after = gpuWatts();
    double gpu = (gpuWatts + after) / 2 * (System.nanoTime() - startedNanos) / 1e9;
    if (Double.isNaN(cpu)) {
      return gpu;
    }
    return Double.isNaN(gpu) ? cpu : cpu + gpu;
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

  /** Of whole packages; what is below them, such as cores, is part of them. */
  private Map<Path, Long> packages() {
    Map<Path, Long> counters = new LinkedHashMap<>();
    try (Stream<Path> zones = Files.list(powercap)) {
      for (Path zone :
          zones.filter(z -> z.getFileName().toString().matches("[a-z-]*rapl:[0-9]+")).toList()) {
        Path counter = zone.resolve("energy_uj");
        if (Files.isReadable(counter)) {
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

  private double gpuWatts() {
    List<Double> watts = new ArrayList<>();
    try {
      Process process = new ProcessBuilder(gpuCommand).redirectErrorStream(true).start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
        return Double.NaN;
      }
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() == 0) {
        told.lines().map(String::strip).map(Double::valueOf).forEach(watts::add);
      }
    } catch (IOException | NumberFormatException e) {
      return Double.NaN; // There is no such tool, or no such GPU.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return watts.isEmpty() ? Double.NaN : watts.stream().mapToDouble(Double::doubleValue).sum();
  }
}
