package footfall.scenarios.retail;

import footfall.scenarios.dialogues.Lexicon;
import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Products of fashion and general retail, made up: the same seed gives the same ones. Immutable.
 */
public final class Catalog {
  /** A letter and two digits tell no more apart. */
  public static final int MOST_PRODUCTS = 2_600;

  private static final List<String> BRANDS =
      List.of("Asha", "Banyan", "Chandni", "Delta", "Everyday", "Firoz", "Gulmohar", "Highstreet");
  private static final int LETTERS = 26;
  private static final int CHEAPEST_ITEM = 300;
  private static final int PRICE_STEP = 90;
  private static final double LEAST_FACTOR = 0.5;
  private static final double FACTOR_SPREAD = 1.5;
  private static final int MOST_STARS = 5;

  private final List<Product> products;
  private final Map<String, Product> byId = new LinkedHashMap<>();

  private Catalog(List<Product> products) {
    this.products = List.copyOf(products);
    products.forEach(product -> byId.put(product.id(), product));
  }

  /**
   * A catalog.
   *
   * @param count products, at most {@link #MOST_PRODUCTS}
   */
  public static Catalog of(long seed, int count) {
    if (count < 1 || count > MOST_PRODUCTS) {
      throw new IllegalArgumentException("a catalog of " + count + " products");
    }
    long key = Streams.run(seed, 0);
    List<String> ids = shuffledIds(key);
    RandomStream random = new RandomStream();
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      products.add(product(ids.get(i), random.at(Streams.entity(key, i))));
    }
    return new Catalog(products);
  }

  private static List<String> shuffledIds(long key) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < LETTERS * 100; i++) {
      ids.add("" + (char) ('A' + i / 100) + i / 10 % 10 + i % 10);
    }
    RandomStream random = new RandomStream().at(Streams.entity(key, -1));
    for (int i = ids.size() - 1; i > 0; i--) {
      ids.set(i, ids.set(random.nextInt(i + 1), ids.get(i)));
    }
    return ids;
  }

  private static Product product(String id, RandomStream random) {
    int kind = random.nextInt(Lexicon.ITEMS.size());
    double factor = LEAST_FACTOR + FACTOR_SPREAD * random.nextDouble();
    int price = (int) Math.round((CHEAPEST_ITEM + PRICE_STEP * kind) * factor);
    List<Word> occasions = new ArrayList<>();
    occasions.add(one(Lexicon.OCCASIONS, random));
    Word second = one(Lexicon.OCCASIONS, random);
    if (!occasions.contains(second)) {
      occasions.add(second);
    }
    return new Product(
        id,
        one(BRANDS, random),
        Lexicon.ITEMS.get(kind),
        one(Lexicon.COLORS, random),
        one(Lexicon.STYLES, random),
        occasions,
        price,
        1 + random.nextInt(MOST_STARS));
  }

  private static <T> T one(List<T> choices, RandomStream random) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** All of them, in the order of the catalog. */
  public List<Product> products() {
    return products;
  }

  /** The one of that id. */
  public Optional<Product> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
