package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.months.Month;
import footfall.scenarios.volumes.Volumes;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Binds {@code month}. */
final class MonthBinder {
  private MonthBinder() {}

  /**
   * Binds the month of a complete scenario.
   *
   * @param volumes that it names, where it does
   */
  static Month bind(JsonNode node, Optional<Volumes> volumes) {
    if (node.has("conversations")) {
      return new Month.OfConversations(node.get("conversations").asDouble());
    }
    if (node.has("volumes")) {
      return new Month.OfVolumes(volumes.orElseThrow(), 1);
    }
    return switch (node.asText()) {
      case "steady" -> new Month.Steady();
      case "days" -> new Month.WholeDays();
      default -> new Month.Unstated();
    };
  }

  /** By what part of itself the load grows in a month; empty where nothing is said of it. */
  static OptionalDouble growth(JsonNode tree) {
    return Stream.of(
            "/sizing/growth", "/month/growth", "/month/volumes/growth", "/arrivals/volumes/growth")
        .map(tree::at)
        .filter(JsonNode::isNumber)
        .mapToDouble(JsonNode::asDouble)
        .findFirst();
  }
}
