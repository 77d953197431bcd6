package footfall.serving.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over files that look like the kernel's, and programs that answer like the GPU's. */
class EnergyMeterTest {
  private static final List<String> NO_GPU = List.of("there-is-no-such-program");

  @TempDir private Path powercap;

  private void zone(String name, long micros, long range) throws IOException {
    Path zone = Files.createDirectories(powercap.resolve(name));
    String of = name.equals("intel-rapl:9") ? "psys" : name.length() > 12 ? "core" : "package-0";
    Files.writeString(zone.resolve("name"), of + "\n");
    Files.writeString(zone.resolve("energy_uj"), micros + "\n");
    Files.writeString(zone.resolve("max_energy_range_uj"), range + "\n");
  }

  @Test
  void addsUpPackagesAndLeavesOutTheirParts() throws IOException {
    zone("intel-rapl:0", 1_000_000, 262_143_328_850L);
    zone("intel-rapl:0:0", 5, 262_143_328_850L);
    zone("intel-rapl:1", 7_000_000, 262_143_328_850L);
    zone("intel-rapl:9", 7, 262_143_328_850L);
    EnergyMeter meter = EnergyMeter.start(powercap, NO_GPU);
    zone("intel-rapl:0", 3_500_000, 262_143_328_850L);
    zone("intel-rapl:0:0", 900_000, 262_143_328_850L);
    zone("intel-rapl:1", 8_000_000, 262_143_328_850L);
    zone("intel-rapl:9", 9_000_000, 262_143_328_850L);
    assertThat(meter.used().joules()).isCloseTo(3.5, within(1e-9));
    assertThat(meter.used().of()).isEqualTo("CPU packages");
  }

  @Test
  void knowsThatCountersGoRound() throws IOException {
    zone("intel-rapl:0", 9_000_000, 10_000_000);
    EnergyMeter meter = EnergyMeter.start(powercap, NO_GPU);
    zone("intel-rapl:0", 500_000, 10_000_000);
    assertThat(meter.used().joules()).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void takesTheMeanPowerOfGpus() throws InterruptedException {
    EnergyMeter meter =
        EnergyMeter.start(powercap.resolve("none"), List.of("printf", "100.0\\n50.0\\n"));
    long begin = System.nanoTime();
    Thread.sleep(300);
    double joules = meter.used().joules();
    meter.close();
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat(joules).isBetween(150 * 0.29, 150 * (seconds + 0.2));
  }

  @Test
  void saysNothingWhereThePlatformDoesNot() {
    assertThat(EnergyMeter.start(powercap.resolve("none"), NO_GPU).used().joules()).isNaN();
    assertThat(EnergyMeter.start(powercap, List.of("false")).used().joules()).isNaN();
  }
}
