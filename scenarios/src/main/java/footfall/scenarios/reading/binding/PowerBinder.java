package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.pools.Curve;
import footfall.scenarios.pools.Power;
import footfall.scenarios.pools.Site;
import footfall.scenarios.pools.TokenEnergy;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Binds what a pool draws: as it states, as its device does, or as is assumed of its vendor. */
final class PowerBinder {
  /** Of 2023. Source: Ember. */
  private static final Map<String, Double> GRAMS_PER_KILOWATT_HOUR =
      Map.of(
          "world", 481.0, "india", 713.0, "us", 369.0, "germany", 381.0, "uk", 238.0, "france",
          56.0, "sweden", 41.0);

  private static final double WATTS_PER_KILOWATT = 1_000;

  private final JsonNode pool;
  private final JsonNode stated;
  private final JsonNode device;
  private final double workersPerDevice;

  private PowerBinder(JsonNode pool, double workersPerDevice) {
    this.pool = pool;
    this.stated = pool.path("power");
    this.device = pool.path("device");
    this.workersPerDevice = workersPerDevice;
  }

  /**
   * Binds the power of a worker.
   *
   * @param workersPerDevice below one where a worker spans several
   */
  static Optional<Power> bind(JsonNode pool, double workersPerDevice) {
    return new PowerBinder(pool, workersPerDevice).power();
  }

  /** The price of an hour's electricity of a worker with nothing to do. */
  static double perIdleHour(JsonNode pool, double workersPerDevice) {
    return bind(pool, workersPerDevice)
        .map(p -> p.idleWatts() / WATTS_PER_KILOWATT * p.site().pue() * p.site().perKilowattHour())
        .orElse(0.0);
  }

  private Optional<Power> power() {
    if (pool.has("energy")) {
      JsonNode energy = pool.get("energy");
      return Optional.of(Power.ofTokens(perToken(energy), site(energy)));
    }
    if (stated.has("busy")) {
      double busy = watts(stated, "busy", 1);
      return Optional.of(
          new Power(
              watts(stated, "idle", 1),
              busy,
              curve(stated.path("curve"), 1).or(() -> whileComputing(busy)),
              stated.has("prefill") ? watts(stated, "prefill", 1) : busy,
              Optional.empty(),
              site(stated)));
    }
    if (device.has("idle") && device.has("busy")) {
      double busy = watts(device, "busy", workersPerDevice);
      return Optional.of(
          new Power(
              watts(device, "idle", workersPerDevice),
              busy,
              batches()
                  ? curve(device.path("decode"), workersPerDevice).or(() -> whileComputing(busy))
                  : Optional.empty(),
              device.has("prefill") ? watts(device, "prefill", workersPerDevice) : busy,
              Optional.empty(),
              site(stated.isObject() ? stated : device)));
    }
    return Optional.empty();
  }

  private static TokenEnergy perToken(JsonNode energy) {
    String source = energy.get("source").asText();
    return energy.has("activeParameters")
        ? TokenEnergy.ofParameters(parameters(energy.get("activeParameters").asText()), source)
        : new TokenEnergy(
            energy.path("joulesPerInputToken").asDouble(),
            energy.get("joulesPerOutputToken").asDouble(),
            source);
  }

  private static double parameters(String text) {
    double unit =
        switch (text.charAt(text.length() - 1)) {
          case 'M' -> 1e6;
          case 'B' -> 1e9;
          default -> 1e12;
        };
    return Double.parseDouble(text.substring(0, text.length() - 1)) * unit;
  }

  private Site site(JsonNode of) {
    List<Double> grams = new ArrayList<>();
    of.path("gramsByHour").forEach(hour -> grams.add(hour.asDouble()));
    if (grams.isEmpty()) {
      grams.add(of.path("gramsPerKilowattHour").asDouble(gramsOf(of.get("grid"))));
    }
    return new Site(
        of.get("pue").asDouble(),
        grams,
        PoolBinder.money(pool.path("cost").path("perKilowattHour")));
  }

  private static double watts(JsonNode of, String key, double sharing) {
    return Quantities.watts(of.get(key).asText()) / sharing;
  }

  private static Optional<Curve> curve(JsonNode curve, double sharing) {
    return curve.isMissingNode()
        ? Optional.empty()
        : Optional.of(PoolBinder.table(curve, w -> Quantities.watts(w.asText()) / sharing));
  }

  /** A device that batches computes as long as it serves any request at all. */
  private Optional<Curve> whileComputing(double busyWatts) {
    return batches() ? Optional.of(Curve.through(Map.of(1, busyWatts))) : Optional.empty();
  }

  private boolean batches() {
    return pool.has("engine") || pool.path("service").has("batching");
  }

  /** Of carbon dioxide per kilowatt hour; the schema knows the grids. */
  private static double gramsOf(JsonNode grid) {
    return Objects.requireNonNull(GRAMS_PER_KILOWATT_HOUR.get(grid.asText()));
  }
}
