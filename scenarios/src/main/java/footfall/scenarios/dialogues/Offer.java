package footfall.scenarios.dialogues;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A product as a tool names it to the assistant.
 *
 * @param id a letter and two digits
 * @param stars from 1 to 5
 */
public record Offer(String id, int price, int stars) {
  /** Of no offers. */
  private static final String NONE = "nothing";

  /** The list that a tool answers with: {@code 4* K42 720; 5* B07 649}, or {@code nothing}. */
  public static String list(List<Offer> offers) {
    if (offers.isEmpty()) {
      return NONE;
    }
    return offers.stream()
        .map(offer -> offer.stars + "* " + offer.id + " " + offer.price)
        .collect(Collectors.joining("; "));
  }

  /** The one with the most stars; the first of several. */
  static Offer best(List<Offer> offers) {
    return offers.stream().reduce((a, b) -> b.stars > a.stars ? b : a).orElseThrow();
  }
}
