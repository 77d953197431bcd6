package footfall.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.reading.ScenarioReader;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The arrivals of a scenario as single GET requests against any HTTP target: the first of the load
 * tests. Takes its inputs from system properties, as Gatling makes it by reflection:
 *
 * <ul>
 *   <li>{@code footfall.scenario}: the scenario file; its arrivals must be Poisson or constant
 *   <li>{@code footfall.target}: base URL
 *   <li>{@code footfall.seconds}: how long to go on; the scenario's horizon if not given
 * </ul>
 */
public final class PlainRequestSimulation extends Simulation {
  /** Sets up the simulation; Gatling calls it. */
  public PlainRequestSimulation() {
    Scenario workload =
        new ScenarioReader().read(Path.of(required("footfall.scenario")), List.of()).scenario();
    if (!(workload.arrivals() instanceof Renewal arrivals) || !arrivals.shapes().isEmpty()) {
      throw new IllegalArgumentException(
          workload.name()
              + ": arrivals must be poisson or constant, without a shape, to be sent to a real target");
    }
    HttpProtocolBuilder protocol =
        http.baseUrl(required("footfall.target")).disableWarmUp().shareConnections();
    ScenarioBuilder shopper =
        scenario(workload.name()).exec(http("turn").get("/").check(status().is(200)));
    double seconds = Double.parseDouble(System.getProperty("footfall.seconds", "0"));
    Duration duration =
        Duration.ofNanos(seconds > 0 ? Math.round(seconds * 1e9) : workload.horizonNanos());
    var steady = constantUsersPerSec(arrivals.ratePerSecond()).during(duration);
    setUp(shopper.injectOpen(arrivals.isPoisson() ? steady.randomized() : steady))
        .protocols(protocol)
        .assertions(global().failedRequests().count().is(0L));
  }

  private static String required(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalArgumentException(property + ": must be set, with -D" + property + "=...");
    }
    return value;
  }
}
