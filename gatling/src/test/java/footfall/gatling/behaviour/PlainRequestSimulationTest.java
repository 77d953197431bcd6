package footfall.gatling.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Gatling in a process of its own against a real server on the loopback interface. */
class PlainRequestSimulationTest {
  private static final int SECONDS = 3;
  private static final int PER_SECOND = 40;

  @TempDir private Path folder;

  private final AtomicInteger served = new AtomicInteger();
  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private HttpServer server;
  private volatile int status = 200;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.setExecutor(executor);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    executor.shutdownNow();
  }

  private int gatling() throws IOException, InterruptedException {
    Path scenario =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            name: small
            horizon: 1h
            arrivals: {constant: {rate: %d/s}}
            pools: {slm: {service: {time: 1s}}}
            routing: {ratio: {slm: 1}}
            """
                .formatted(PER_SECOND));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "-Dgatling.http.warmUpUrl=",
                    "-Dgatling.data.enableAnalytics=false",
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=9",
                    "-Djava.util.prefs.userRoot=" + folder,
                    "-Dfootfall.scenario=" + scenario,
                    "-Dfootfall.target=http://127.0.0.1:" + server.getAddress().getPort(),
                    "-Dfootfall.seconds=" + SECONDS,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.gatling.app.Gatling",
                    "-s",
                    "footfall.gatling.PlainRequestSimulation",
                    "-rf",
                    folder.resolve("results").toString(),
                    "-nr"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gatling.txt").toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  @Test
  void everyArrivalOfTheScenarioReachesTheTarget() throws Exception {
    int code = gatling();

    assertThat(code).as(Files.readString(folder.resolve("gatling.txt"))).isZero();
    assertThat(served.get()).isEqualTo(SECONDS * PER_SECOND);
  }

  @Test
  void aFailingTargetFailsTheRun() throws Exception {
    status = 500;

    assertThat(gatling()).isEqualTo(2);
  }
}
