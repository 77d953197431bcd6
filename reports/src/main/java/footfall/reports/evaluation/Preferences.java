package footfall.reports.evaluation;

import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.retail.Product;
import java.util.HashMap;
import java.util.Map;

/** What a shopper has said so far that it wants. Not thread-safe. */
final class Preferences {
  private final Map<String, String> said = new HashMap<>();

  /** Hears what a line asks for. */
  void hear(ToolCall wanted) {
    switch (wanted.name()) {
      case "search", "recommend", "filter" ->
          wanted.arguments().forEach((name, value) -> said.put(name, value.toString()));
      case "visual_search" -> said.put("tags", wanted.arguments().get("tags").toString());
      default -> {
        // Comparing and translating wish for no product.
      }
    }
  }

  /** Whether a product is what was said, as far as anything was. */
  boolean areMetBy(Product product) {
    return said.entrySet().stream()
        .allMatch(
            wish ->
                switch (wish.getKey()) {
                  case "item" -> product.item().key().equals(wish.getValue());
                  case "color" -> product.color().key().equals(wish.getValue());
                  case "style" -> product.style().key().equals(wish.getValue());
                  case "max" -> product.price() <= Long.parseLong(wish.getValue());
                  case "for" ->
                      product.occasions().stream().anyMatch(o -> o.key().equals(wish.getValue()));
                  case "tags" ->
                      java.util.Arrays.stream(wish.getValue().split(" "))
                          .allMatch(product.title().concat(" ")::contains);
                  default -> true;
                });
  }
}
