package footfall.scenarios.retail;

import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.dialogues.Offer;
import java.util.List;

/**
 * A product of the catalog.
 *
 * @param id a letter and two digits
 * @param occasions what it suits
 * @param price in whole currency units
 * @param stars from 1 to 5
 */
public record Product(
    String id,
    String brand,
    Word item,
    Word color,
    Word style,
    List<Word> occasions,
    int price,
    int stars) {
  /** Copies the list. */
  public Product {
    occasions = List.copyOf(occasions);
  }

  /** As people read it: {@code Asha red striped shirt}. */
  public String title() {
    return brand + " " + color.key() + " " + style.key() + " " + item.key();
  }

  /** As a tool names it to the assistant. */
  public Offer offer() {
    return new Offer(id, price, stars);
  }
}
