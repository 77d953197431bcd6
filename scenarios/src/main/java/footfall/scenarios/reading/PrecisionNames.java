package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A pool's {@code precision: fp8} and {@code quantization: fp8} mean the same. */
final class PrecisionNames {
  private PrecisionNames() {}

  /** Moves names of precisions to where their profiles are looked up. */
  static void move(ObjectNode tree) {
    for (JsonNode pool : tree.path("pools")) {
      if (pool instanceof ObjectNode node && node.path("precision").isTextual()) {
        node.set("quantization", node.remove("precision"));
      }
    }
  }
}
