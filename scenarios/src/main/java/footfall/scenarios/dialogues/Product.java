package footfall.scenarios.dialogues;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A product as a tool names it to the assistant.
 *
 * @param id a letter and two digits
 * @param stars from 1 to 5
 */
record Product(String id, int price, int stars) {
  /** The list that a tool answers with: {@code 4* K42 720; 5* B07 649}. */
  static String list(List<Product> products) {
    return products.stream()
        .map(p -> p.stars + "* " + p.id + " " + p.price)
        .collect(Collectors.joining("; "));
  }

  /** The one with the most stars. */
  static Product best(List<Product> products) {
    return products.stream().reduce((a, b) -> b.stars > a.stars ? b : a).orElseThrow();
  }
}
