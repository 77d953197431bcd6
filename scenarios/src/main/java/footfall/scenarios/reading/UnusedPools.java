package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What gets no requests is not bought: pools whose share of the requests is zero. Those that an
 * objective names are kept, and so are those that are asked for.
 */
final class UnusedPools {
  private static final List<String> SHARES = List.of("/routing/ratio", "/routing/split/shares");

  private UnusedPools() {}

  /**
   * Takes them out of the tree of a scenario, with its claims: they may speak of what is not
   * bought, and nothing is decided by them.
   *
   * @param kept names of pools that stay whatever they get
   */
  static void remove(ObjectNode tree, Set<String> kept) {
    if (tree.path("routing").has("fallback")) {
      return; // They get what others fail at.
    }
    for (String pointer : SHARES) {
      if (tree.at(pointer) instanceof ObjectNode shares
          && tree.path("pools") instanceof ObjectNode pools) {
        Set<String> unused = of(shares, tree.path("slos"));
        unused.removeAll(kept);
        if (!unused.isEmpty()) {
          tree.remove("claims");
          shares.remove(unused);
          pools.remove(unused);
        }
      }
    }
  }

  private static Set<String> of(ObjectNode shares, JsonNode slos) {
    Set<String> unused = new TreeSet<>();
    for (Map.Entry<String, JsonNode> share : shares.properties()) {
      if (share.getValue().isNumber() && share.getValue().asDouble() == 0) {
        unused.add(share.getKey());
      }
    }
    slos.forEach(slo -> unused.remove(slo.path("pool").asText()));
    return unused;
  }
}
