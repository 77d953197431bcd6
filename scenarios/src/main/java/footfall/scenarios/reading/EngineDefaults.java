package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What holds of pools with an engine where they do not say otherwise: slots are sequences, and
 * requests go to a worker on arrival, the one with the fewest.
 */
final class EngineDefaults {
  private static final int MAX_SEQUENCES = 256;

  private EngineDefaults() {}

  /** Fills it in, before the defaults of the schema. */
  static void fill(ObjectNode tree) {
    for (JsonNode pool : tree.path("pools")) {
      if (pool instanceof ObjectNode node && node.path("engine") instanceof ObjectNode engine) {
        fill(node, engine);
      }
    }
  }

  private static void fill(ObjectNode pool, ObjectNode engine) {
    if (pool.has("slots")) {
      engine.set("maxSequences", pool.get("slots"));
    } else {
      pool.put("slots", engine.path("maxSequences").asInt(MAX_SEQUENCES));
    }
    if (!pool.has("queue")) {
      pool.putObject("queue");
    }
    if (pool.get("queue") instanceof ObjectNode queue
        && !queue.has("layout")
        && !queue.has("placement")
        && !pool.has("autoscale")) {
      queue.put("layout", "per-worker");
      queue.put("placement", "shortest");
    }
  }
}
