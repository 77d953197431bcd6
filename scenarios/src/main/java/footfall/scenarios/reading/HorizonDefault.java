package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.volumes.Volumes;
import java.math.BigDecimal;
import java.util.Optional;

/** A scenario whose arrivals are recorded goes on as long as they do, unless it says otherwise. */
final class HorizonDefault {
  private static final String HORIZON = "horizon";

  private HorizonDefault() {}

  static void fill(ObjectNode tree, DataFiles files) {
    if (tree.has(HORIZON)) {
      return;
    }
    JsonNode replay = tree.path("arrivals").path("trace");
    if (replay.isObject() && replay.path("speed").asDouble(1) > 0) {
      Optional<Trace> trace = files.trace();
      trace.ifPresent(
          t ->
              tree.put(
                  HORIZON,
                  seconds(
                      new Replay(t, replay.path("speed").asDouble(1), false, false)
                          .spanSeconds())));
    } else if (tree.path("arrivals").path("volumes").isObject()) {
      Optional<Volumes> volumes = files.arrivals();
      volumes.ifPresent(v -> tree.put(HORIZON, seconds(v.seconds())));
    }
  }

  private static String seconds(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() + "s";
  }
}
