package footfall.scenarios.retail;

import footfall.scenarios.dialogues.Lexicon.Word;
import java.util.Optional;

/**
 * What a shopper would like, said or not.
 *
 * @param item empty where anything for the occasion will do
 * @param occasion empty where it is for nothing special
 * @param budget the most it would pay
 */
public record Taste(
    Optional<Word> item, Optional<Word> occasion, Word color, Word style, int budget) {
  /** The grade of what is just right. */
  public static final int BEST = 3;

  private static final int LIKED_STARS = 4;

  /**
   * How well a product suits, from 0 to {@link #BEST}: nothing where it is something else or too
   * dear, else a point each for colour, style and four stars.
   */
  public int grade(Product product) {
    if (!isOfTheKind(product) || product.price() > budget) {
      return 0;
    }
    return (likesColor(product) ? 1 : 0)
        + (likesStyle(product) ? 1 : 0)
        + (isWellRated(product) ? 1 : 0);
  }

  /** Whether it is what the shopper came for, whatever it looks like and costs. */
  public boolean isOfTheKind(Product product) {
    return item.map(product.item()::equals).orElse(true)
        && occasion.map(product.occasions()::contains).orElse(true);
  }

  /** Whether it has the right colour. */
  public boolean likesColor(Product product) {
    return product.color().equals(color);
  }

  /** Whether it has the right style. */
  public boolean likesStyle(Product product) {
    return product.style().equals(style);
  }

  /** Whether others like it. */
  public static boolean isWellRated(Product product) {
    return product.stars() >= LIKED_STARS;
  }
}
