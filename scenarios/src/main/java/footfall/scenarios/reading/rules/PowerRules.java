package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** That what a pool says of its electricity fits together. */
final class PowerRules extends Rules {
  PowerRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    eachPool(this::check);
  }

  private void check(JsonNode pool, String pointer) {
    if (pool.path("power").isObject()) {
      checkWatts(pool, pointer + "/power");
    }
    if (pool.path("energy").isObject()) {
      checkAssumed(pool, pointer + "/energy");
    }
    if (pool.path("cost").has("perKilowattHour") && isComplete(pool) && !draws(pool)) {
      add(
          pointer + "/cost/perKilowattHour",
          pool.at("/cost/perKilowattHour").asText(),
          "nothing is known of what the pool draws",
          "add `power: {idle: 30W, busy: 70W}` to it");
    }
  }

  private void checkWatts(JsonNode pool, String pointer) {
    JsonNode power = pool.get("power");
    if (power.has("idle") != power.has("busy")) {
      add(
          pointer,
          "",
          "idle and busy are stated together, or both are those of the device",
          "write `power: {idle: 30W, busy: 70W}`");
    } else if (!power.has("idle") && isComplete(pool) && !pool.path("device").has("busy")) {
      add(pointer, "", "idle and busy are missing", "write `power: {idle: 30W, busy: 70W}`");
    } else if (!power.has("idle") && (power.has("curve") || power.has("prefill"))) {
      add(
          pointer,
          "",
          "a curve or prefill of one's own needs idle and busy, too",
          "write `power: {idle: 30W, busy: 70W, ..}`");
    }
    if (watts(power.path("idle")) > watts(power.path("busy")) && power.has("busy")) {
      add(pointer + "/idle", power.path("idle").toString(), "must not be above busy", "swap them");
    }
    checkRising(power.path("curve"), pointer + "/curve");
    for (JsonNode watts : power.path("curve")) {
      if (watts(watts) < watts(power.path("idle"))) {
        add(
            pointer + "/idle",
            power.path("idle").toString(),
            "must not be above what the curve says of any load",
            "lower it");
        break;
      }
    }
    checkGrid(power, pointer);
  }

  private void checkAssumed(JsonNode pool, String pointer) {
    JsonNode energy = pool.get("energy");
    if (energy.has("activeParameters") == energy.has("joulesPerOutputToken")) {
      add(
          pointer,
          "",
          "states either activeParameters or joulesPerOutputToken",
          "write `energy: {activeParameters: 100B, source: an estimate}`");
    }
    if (pool.has("power") || pool.path("device").has("busy") || pool.has("hardware")) {
      add(
          pointer,
          "",
          "is for the tokens of a vendor; workers of one's own have power",
          "remove energy, or power and hardware");
    }
    checkGrid(energy, pointer);
  }

  private void checkGrid(JsonNode site, String pointer) {
    if (site.has("gramsByHour") && site.has("gramsPerKilowattHour")) {
      add(
          pointer + "/gramsByHour",
          "",
          "and gramsPerKilowattHour say the same differently",
          "remove one of the two");
    }
  }

  /** Whether what model and hardware say of the pool has been filled in. */
  private static boolean isComplete(JsonNode pool) {
    return pool.has("provenance") || !(pool.has("model") || pool.has("hardware"));
  }

  private static boolean draws(JsonNode pool) {
    return pool.path("power").has("busy") || pool.path("device").has("busy");
  }
}
