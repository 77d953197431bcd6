package footfall.gatling.measuring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import footfall.reports.measurement.MeasuredEnergy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An exporter's page with two GPUs. */
class PowerMeterTest {
  private final RunClock clock = new RunClock();
  private final AtomicInteger reads = new AtomicInteger();
  private HttpServer server;
  private String format = "";
  private PowerMeter meter;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          int number = reads.getAndIncrement();
          byte[] body =
              format.formatted(1_000_000 + 30_000 * number).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    clock.start();
    meter =
        new PowerMeter(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics"), clock);
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private MeasuredEnergy read(int times) {
    for (int i = 0; i < times; i++) {
      meter.read();
      LockSupport.parkNanos(20_000_000L);
    }
    return meter.between(Long.MIN_VALUE, Long.MAX_VALUE).orElseThrow();
  }

  @Test
  void countersTellTheEnergy() {
    format =
        """
        # TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",Hostname="a"} %d
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="1",Hostname="a"} 500
        DCGM_FI_DEV_POWER_USAGE{gpu="0"} 9
        """;
    MeasuredEnergy energy = read(4);
    assertThat(energy.devices()).isEqualTo(2);
    assertThat(energy.joules()).isEqualTo(90); // Three times 30,000 mJ.
  }

  @Test
  void powerIsIntegratedWhereThereAreNone() {
    format = "DCGM_FI_DEV_POWER_USAGE{gpu=\"0\"} 300.5\nDCGM_FI_DEV_POWER_USAGE{gpu=\"1\"} 99.5\n";
    MeasuredEnergy energy = read(3);
    assertThat(energy.watts()).isCloseTo(400, within(1e-6));
    assertThat(energy.joules()).isCloseTo(400 * energy.seconds(), within(1e-6));
  }

  @Test
  void aPageWithoutGpusTellsNothing() {
    format = "something 1\n";
    meter.read();
    meter.read();
    assertThat(meter.between(Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
  }
}
