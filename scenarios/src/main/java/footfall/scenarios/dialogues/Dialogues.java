package footfall.scenarios.dialogues;

import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.dialogues.Message.Role;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes up shopping dialogues: a shopper asks for something in one of four {@link Tongue}s, the
 * assistant calls one of the tools search, recommend, compare, filter and translate, and says what
 * it makes of the result. The same seed and number give the same dialogue. Not thread-safe.
 *
 * <p>Dialogues fall into {@link Part}s by the words that they begin with, so that none of those to
 * be examined with was ever trained with.
 */
public final class Dialogues {
  /** What dialogues are for. */
  public enum Part {
    TRAINING,
    TUNING,
    /** For the final examination only. */
    HELD_OUT
  }

  private static final int PARTS = 20;

  /** One dialogue in so many has an assistant without tools. */
  private static final int WITHOUT_TOOLS = 8;

  private static final int MOST_TURNS = 2;
  private static final int LETTERS = 26;

  private final long key;
  private final Part part;
  private final double misspelled;
  private final RandomStream random = new RandomStream();

  /**
   * Dialogues of one part.
   *
   * @param misspelled part of the shopper's messages in which two letters change places
   */
  public Dialogues(long seed, Part part, double misspelled) {
    this.key = Streams.run(seed, part.ordinal());
    this.part = part;
    this.misspelled = misspelled;
  }

  /** The dialogue of that number, in any tongue. */
  public Dialogue get(long number) {
    random.at(Streams.entity(key, number));
    return ofThisPart(() -> make(one(List.of(Tongue.values()))));
  }

  /** The dialogue of that number, in the tongue. */
  public Dialogue get(long number, Tongue tongue) {
    random.at(Streams.entity(key, number));
    return ofThisPart(() -> make(tongue));
  }

  private Dialogue ofThisPart(Supplier<Dialogue> maker) {
    Dialogue dialogue = maker.get();
    while (partOf(dialogue) != part) {
      dialogue = maker.get();
    }
    return dialogue;
  }

  /** Which part a dialogue that begins so belongs to. */
  private static Part partOf(Dialogue dialogue) {
    int place =
        Math.floorMod(Streams.entity(dialogue.messages().get(0).text().hashCode(), 0), PARTS);
    return place == 0 ? Part.HELD_OUT : place == 1 ? Part.TUNING : Part.TRAINING;
  }

  private Dialogue make(Tongue tongue) {
    Phrases phrases = Phrases.in(tongue);
    List<Message> messages = new ArrayList<>();
    if (random.nextInt(WITHOUT_TOOLS) == 0) {
      chat(tongue, phrases, messages);
      return new Dialogue(tongue, false, messages);
    }
    int turns = 1 + random.nextInt(MOST_TURNS);
    for (int turn = 0; turn < turns; turn++) {
      switch (random.nextInt(turn == 0 ? 8 : 6)) {
        case 0 -> recommend(tongue, phrases, messages);
        case 1 -> compare(tongue, phrases, messages);
        case 2 -> filter(tongue, phrases, messages);
        case 3 -> translate(tongue, phrases, messages);
        default -> search(tongue, phrases, messages);
      }
    }
    return new Dialogue(tongue, true, messages);
  }

  private void chat(Tongue tongue, Phrases phrases, List<Message> messages) {
    if (random.nextInt(3) > 0) {
      Word color = one(Lexicon.COLORS);
      Word item = one(Lexicon.ITEMS);
      Map<String, String> blanks =
          Map.of("c", color.in(tongue), "i", item.in(tongue), "n", Integer.toString(price()));
      List<String> asked = random.nextInt(2) == 0 ? phrases.search() : phrases.searchAnyPrice();
      say(messages, fill(one(asked), blanks));
      messages.add(Message.of(Role.REPLY, fill(phrases.looking(), blanks)));
    } else {
      say(messages, fill(one(phrases.compare()), Map.of("a", id(), "b", id())));
      messages.add(Message.of(Role.REPLY, phrases.offer()));
    }
  }

  private void search(Tongue tongue, Phrases phrases, List<Message> messages) {
    int kind = random.nextInt(4);
    Word item = one(Lexicon.ITEMS);
    Word color = one(Lexicon.COLORS);
    int most = price();
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("item", item.key());
    if (kind != 0) {
      arguments.put("color", color.key());
    }
    if (kind != 1) {
      arguments.put("max", (long) most);
    }
    List<String> asked =
        kind == 0
            ? phrases.searchAnyColor()
            : kind == 1 ? phrases.searchAnyPrice() : phrases.search();
    say(
        messages,
        fill(
            one(asked),
            Map.of("i", item.in(tongue), "c", color.in(tongue), "n", Integer.toString(most))));
    call(messages, "search", arguments);
    choose(phrases.pick(), products(most), messages);
  }

  private void recommend(Tongue tongue, Phrases phrases, List<Message> messages) {
    Word occasion = one(Lexicon.OCCASIONS);
    int most = price();
    say(
        messages,
        fill(
            one(phrases.recommend()),
            Map.of("o", occasion.in(tongue), "n", Integer.toString(most))));
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("for", occasion.key());
    arguments.put("max", (long) most);
    call(messages, "recommend", arguments);
    choose(phrases.pick(), products(most), messages);
  }

  private void compare(Tongue tongue, Phrases phrases, List<Message> messages) {
    List<Product> two = products(price()).subList(0, 2);
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("a", two.get(0).id());
    arguments.put("b", two.get(1).id());
    say(messages, fill(one(phrases.compare()), Map.of("a", two.get(0).id(), "b", two.get(1).id())));
    call(messages, "compare", arguments);
    choose(phrases.better(), two, messages);
  }

  private void filter(Tongue tongue, Phrases phrases, List<Message> messages) {
    int most = price();
    if (random.nextInt(2) == 0) {
      Word color = one(Lexicon.COLORS);
      say(messages, fill(one(phrases.filterColor()), Map.of("c", color.in(tongue))));
      call(messages, "filter", Map.of("color", color.key()));
    } else {
      say(messages, fill(one(phrases.filterPrice()), Map.of("n", Integer.toString(most))));
      call(messages, "filter", Map.of("max", (long) most));
    }
    choose(phrases.pick(), products(most), messages);
  }

  private void translate(Tongue tongue, Phrases phrases, List<Message> messages) {
    Word color = one(Lexicon.COLORS);
    Word item = one(Lexicon.ITEMS);
    boolean intoHindi = tongue != Tongue.HINDI;
    Tongue from = intoHindi ? Tongue.ENGLISH : Tongue.HINDI;
    Tongue into = intoHindi ? Tongue.HINDI : Tongue.ENGLISH;
    Word language = Lexicon.LANGUAGES.get(intoHindi ? 0 : 1);
    String words = color.in(from) + " " + item.in(from);
    say(messages, fill(one(phrases.translate()), Map.of("w", words, "l", language.in(tongue))));
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("text", words);
    arguments.put("to", language.key());
    call(messages, "translate", arguments);
    String translated = color.in(into) + " " + item.in(into);
    messages.add(Message.of(Role.RESULT, translated));
    messages.add(Message.of(Role.REPLY, translated));
  }

  private void say(List<Message> messages, String text) {
    boolean slips = random.nextDouble() < misspelled;
    messages.add(Message.of(Role.SHOPPER, slips ? withSlip(text) : text));
  }

  /** Two neighbouring letters of a word change places, where there is a word of Latin letters. */
  private String withSlip(String text) {
    int from = random.nextInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      int at = (from + i) % text.length();
      if (at > 0
          && at + 2 < text.length()
          && isSmallLetter(text.charAt(at - 1))
          && isSmallLetter(text.charAt(at))
          && isSmallLetter(text.charAt(at + 1))) {
        return text.substring(0, at)
            + text.charAt(at + 1)
            + text.charAt(at)
            + text.substring(at + 2);
      }
    }
    return text;
  }

  private static boolean isSmallLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static void call(List<Message> messages, String tool, Map<String, Object> arguments) {
    messages.add(Message.of(Role.CALL, new ToolCall(tool, arguments).text()));
  }

  private static void choose(String phrase, List<Product> found, List<Message> messages) {
    messages.add(Message.of(Role.RESULT, Product.list(found)));
    String best = Product.best(found).id();
    messages.add(new Message(Role.REPLY, fill(phrase, Map.of("a", best)), Optional.of(best)));
  }

  /** Two or three products no dearer than that, of different stars. */
  private List<Product> products(int most) {
    List<Product> products = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<Integer> stars = new ArrayList<>(List.of(1, 2, 3, 4, 5));
    int count = 2 + random.nextInt(2);
    while (products.size() < count) {
      String id = id();
      if (ids.add(id)) {
        int cheapest = most / 2;
        products.add(
            new Product(
                id,
                cheapest + random.nextInt(most - cheapest + 1),
                stars.remove(random.nextInt(stars.size()))));
      }
    }
    return products;
  }

  private String id() {
    char letter = (char) ('A' + random.nextInt(LETTERS));
    return "" + letter + random.nextInt(10) + random.nextInt(10);
  }

  private int price() {
    return 50 * (4 + random.nextInt(97));
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String fill(String phrase, Map<String, String> blanks) {
    String filled = phrase;
    for (Map.Entry<String, String> blank : blanks.entrySet()) {
      filled = filled.replace("{" + blank.getKey() + "}", blank.getValue());
    }
    return filled;
  }
}
