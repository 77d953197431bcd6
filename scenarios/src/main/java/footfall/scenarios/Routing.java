package footfall.scenarios;

import java.util.List;
import java.util.Map;

/** Which pool a turn goes to. */
public sealed interface Routing {

  /** The pools that turns may be sent to. */
  List<String> pools();

  /** Whether each turn chooses anew, or the first turn for the whole conversation. */
  enum Granularity {
    TURN,
    CONVERSATION
  }

  /** Each pool gets a fixed share at random; the shares sum to one. */
  record FixedRatio(Map<String, Double> shares, Granularity per) implements Routing {
    @Override
    public List<String> pools() {
      return List.copyOf(shares.keySet());
    }
  }

  /** The pool with the fewest turns in it for each of its slots; the first named wins a tie. */
  record LeastLoaded(List<String> pools) implements Routing {}
}
