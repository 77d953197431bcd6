package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The price of a device under the contract that a pool states. */
final class Contracts {
  private static final String ON_DEMAND = "onDemand";
  private static final String SPOT = "spot";

  /** One instance in five is interrupted in a month: exp(-730 / 3270) = .8. */
  private static final String MEAN_UPTIME = "3270h";

  private static final String REPAIR = "10min";

  private Contracts() {}

  /**
   * Puts it in the place of the price on demand, and interruptions where the contract brings them.
   *
   * @return what is wrong: a device that is not to be had under that contract
   */
  static List<Problem> fill(ObjectNode pool, String pointer, UnaryOperator<String> locate) {
    String contract = pool.path("contract").asText(ON_DEMAND);
    if (contract.equals(ON_DEMAND)) {
      if (pool.get("device") instanceof ObjectNode device) {
        device.remove("contracts"); // They are not to be had, and may be in another currency.
      }
      return List.of();
    }
    JsonNode prices = pool.path("device").path("contracts");
    if (!(pool.get("device") instanceof ObjectNode device) || !prices.has(contract)) {
      List<String> known = new ArrayList<>(List.of(ON_DEMAND));
      prices.fieldNames().forEachRemaining(known::add);
      return List.of(
          new Problem(
              locate.apply(pointer + "/contract"),
              Paths.dotted(pointer + "/contract"),
              contract,
              pool.path("hardware").asText("the device") + " has no price under this contract",
              "one of "
                  + String.join(", ", known)
                  + "; or state device: {contracts: {"
                  + contract
                  + ": $1}}"));
    }
    device.set("perHour", prices.get(contract));
    boolean isInterrupted = contract.equals(SPOT) && !pool.has("failures");
    if (isInterrupted) {
      ObjectNode failures = pool.putObject("failures");
      failures.putObject("uptime").putObject("exponential").put("mean", MEAN_UPTIME);
      failures.put("repair", REPAIR);
    }
    if (pool.get("provenance") instanceof ObjectNode provenance) {
      provenance.set("device.perHour", provenance.path("device.contracts"));
      if (isInterrupted) {
        provenance.put("failures", "assumed: one spot instance in five is interrupted in a month");
      }
    }
    return List.of();
  }
}
