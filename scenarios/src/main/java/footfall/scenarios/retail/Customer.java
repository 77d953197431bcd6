package footfall.scenarios.retail;

import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Dialogues.Part;
import footfall.scenarios.dialogues.Line;
import footfall.scenarios.dialogues.Speech;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A shopper of an evaluation, as in the MUSE corpus (arXiv 2412.18416): asks for something, looks
 * at what is recommended, and accepts it, rejects it with a reason, or chats first (.3 of the times
 * in the second round, .2 in the third). It reacts to what the assistant really recommends. The
 * same seed and number give the same shopper. Not thread-safe.
 *
 * <p>Its phrases may be those that embedded models were trained with; its first words never are.
 */
public final class Customer {
  /** What it has already asked for, and need not ask for again. */
  private enum Reason {
    PRICE,
    COLOR,
    STYLE,
    STARS
  }

  private static final double[] CHATS = {0, 0, 0.3, 0.2};
  private static final double TELLS = 0.7;
  private static final double SETTLES = 0.5;
  private static final int GOOD_ENOUGH = 2;
  private static final int PRICE_STEP = 50;

  /** So often it asks again for what it was not offered. */
  private static final int MOST_IN_VAIN = 2;

  private final Catalog catalog;
  private final Speech speech;
  private final RandomStream random = new RandomStream();
  private final DialogueLanguage tongue;
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
  private Taste taste;
  private Line opening;
  private Product target;
  private int round;
  private int inVain;
  private boolean satisfied;
  private Optional<Product> bought = Optional.empty();

  /**
   * A shopper.
   *
   * @param misspelled part of what it writes that has a slip of the pen
   * @param unseen whether it speaks in phrases that no embedded model was trained with
   */
  public Customer(
      Catalog catalog,
      long seed,
      long number,
      DialogueLanguage tongue,
      double misspelled,
      boolean unseen) {
    this.catalog = catalog;
    this.tongue = tongue;
    random.at(Streams.entity(Streams.run(seed, 1), number));
    this.speech = new Speech(tongue, random, misspelled, unseen);
    begin();
    while (!unseen && Part.of(opening.text()) != Part.HELD_OUT) {
      begin();
    }
  }

  private void begin() {
    reasons.clear();
    do {
      target = one(catalog.products());
    } while (!Taste.isWellRated(target));
    int budget = (target.price() + PRICE_STEP - 1) / PRICE_STEP * PRICE_STEP;
    boolean forOccasion = random.nextInt(20) < 3;
    taste =
        new Taste(
            forOccasion ? Optional.empty() : Optional.of(target.item()),
            forOccasion ? Optional.of(one(target.occasions())) : Optional.empty(),
            target.color(),
            target.style(),
            budget);
    opening = forOccasion ? wish() : firstLine();
  }

  private Line firstLine() {
    return switch (random.nextInt(17)) {
      case 0, 1, 2 -> {
        reasons.add(Reason.COLOR);
        reasons.add(Reason.STYLE);
        yield speech.photo(List.of(target.color(), target.style(), target.item()));
      }
      case 3, 4 -> speech.compare(target.id(), alternative().id());
      case 5, 6 -> speech.translate(target.color(), target.item());
      default -> wish();
    };
  }

  private Product alternative() {
    List<Product> others =
        catalog.products().stream()
            .filter(product -> product.item().equals(target.item()) && product != target)
            .toList();
    return others.isEmpty() ? one(catalog.products()) : one(others);
  }

  /** Asks for what it wants, telling some of its wishes. */
  private Line wish() {
    if (taste.occasion().isPresent()) {
      reasons.add(Reason.PRICE);
      return speech.recommend(taste.occasion().get(), taste.budget());
    }
    boolean tellsColor = random.nextDouble() < TELLS;
    boolean tellsBudget = !tellsColor || random.nextDouble() < TELLS;
    if (tellsColor) {
      reasons.add(Reason.COLOR);
    }
    if (tellsBudget) {
      reasons.add(Reason.PRICE);
    }
    return speech.search(
        taste.item().orElseThrow(),
        tellsColor ? taste.color() : null,
        tellsBudget ? taste.budget() : 0);
  }

  /** What it says first. */
  public Line opening() {
    return opening;
  }

  /** What it would like. */
  public Taste taste() {
    return taste;
  }

  /** How it speaks. */
  public DialogueLanguage tongue() {
    return tongue;
  }

  /** What it has bought. */
  public Optional<Product> bought() {
    return bought;
  }

  /** Whether it has what it came for. */
  public boolean isSatisfied() {
    return satisfied;
  }

  /**
   * What it says to an answer; empty where it leaves.
   *
   * @param said what it was answered to
   * @param recommended what the answer recommends; empty where it recommends nothing
   * @param shown all products that it sees, the recommended one included
   */
  public Optional<Line> react(Line said, Optional<Product> recommended, List<Product> shown) {
    if (said.intent().equals(Line.ACCEPT)) {
      return Optional.empty();
    }
    round++;
    if (said.intent().equals(Line.CHITCHAT) || said.intent().equals("translate")) {
      return Optional.of(wish());
    }
    if (recommended.isEmpty() || !taste.isOfTheKind(recommended.get())) {
      inVain++;
      return inVain > MOST_IN_VAIN ? Optional.empty() : Optional.of(wish());
    }
    Product product = recommended.get();
    int grade = taste.grade(product);
    boolean settles = grade >= GOOD_ENOUGH && random.nextDouble() < SETTLES;
    if (grade == Taste.BEST || settles) {
      return accept(product);
    }
    if (random.nextDouble() < CHATS[Math.min(round, CHATS.length - 1)]) {
      return Optional.of(speech.chat());
    }
    Optional<Line> objection = objection(product, shown);
    return objection.isPresent() ? objection : grade > 0 ? accept(product) : Optional.empty();
  }

  private Optional<Line> accept(Product product) {
    bought = Optional.of(product);
    satisfied = taste.grade(product) >= GOOD_ENOUGH;
    return Optional.of(speech.accept(product.id()));
  }

  /** The first thing that it does not like and has not said yet. */
  private Optional<Line> objection(Product product, List<Product> shown) {
    if (product.price() > taste.budget() && reasons.add(Reason.PRICE)) {
      return Optional.of(speech.filterPrice(taste.budget()));
    }
    if (!taste.likesColor(product) && reasons.add(Reason.COLOR)) {
      return Optional.of(speech.filterColor(taste.color()));
    }
    if (!taste.likesStyle(product) && reasons.add(Reason.STYLE)) {
      return Optional.of(speech.filterStyle(taste.style()));
    }
    List<Product> others = new ArrayList<>(shown);
    others.remove(product);
    if (!Taste.isWellRated(product) && !others.isEmpty() && reasons.add(Reason.STARS)) {
      return Optional.of(speech.compare(product.id(), others.get(0).id()));
    }
    return Optional.empty();
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
