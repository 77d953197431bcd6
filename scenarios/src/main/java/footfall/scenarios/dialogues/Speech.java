package footfall.scenarios.dialogues;

import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.randomness.RandomStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a shopper puts what it wants, in one {@link DialogueLanguage}: a phrase drawn for it, and now
 * and then a slip of the pen. Not thread-safe.
 */
public final class Speech {
  /** What exams only talk of. */
  private static final List<String> TALK = List.of("thanks", "greeting", "smalltalk", "bye");

  private static final int LEAST_AGE = 2;
  private static final int MOST_AGE = 60;
  private static final int THOUSAND = 1_000;

  /** What may be said besides what is wanted. */
  private static final Map<DialogueLanguage, Map<String, List<String>>> EXTRAS =
      new EnumMap<>(DialogueLanguage.class);

  static {
    List<String> ages = IntStream.range(LEAST_AGE, MOST_AGE).mapToObj(Integer::toString).toList();
    for (DialogueLanguage tongue : DialogueLanguage.values()) {
      List<String> persons = Lexicon.PERSONS.stream().map(word -> word.in(tongue)).toList();
      EXTRAS.put(tongue, Map.of("person", persons, "age", ages));
    }
  }

  private final DialogueLanguage tongue;
  private final Phrases phrases;
  private final PhraseBook book;
  private final RandomStream random;
  private final double misspelled;
  private final boolean unseen;

  /**
   * Speech in a tongue, in phrases that embedded models were trained with.
   *
   * @param misspelled part of the lines in which two letters change places
   */
  public Speech(DialogueLanguage tongue, RandomStream random, double misspelled) {
    this(tongue, random, misspelled, false);
  }

  /**
   * Speech in a tongue.
   *
   * @param misspelled part of the lines in which two letters change places
   * @param unseen whether in phrases that no embedded model was trained with
   */
  public Speech(DialogueLanguage tongue, RandomStream random, double misspelled, boolean unseen) {
    this.tongue = tongue;
    this.phrases = Phrases.in(tongue);
    this.book = PhraseBook.in(tongue);
    this.random = random;
    this.misspelled = misspelled;
    this.unseen = unseen;
  }

  /**
   * Looks for an item.
   *
   * @param color null for any
   * @param most price; zero for any, but not with any colour
   */
  public Line search(Word item, @Nullable Word color, int most) {
    Wish wish = new Wish("search");
    wish.item(item);
    if (color != null) {
      wish.word("color", color);
    }
    if (most > 0) {
      wish.price(most);
    }
    return wish.line("search");
  }

  /** Wants something for an occasion. */
  public Line recommend(Word occasion, int most) {
    Wish wish = new Wish("recommend");
    wish.arguments.put("for", occasion.key());
    wish.blanks.put("occasion", occasion.spellings(tongue));
    wish.price(most);
    return wish.line("recommend");
  }

  /** Hesitates between two products. */
  public Line compare(String one, String other) {
    Wish wish = new Wish("compare");
    wish.text("a", "one", one);
    wish.text("b", "other", other);
    return wish.line("compare");
  }

  /** Wants another colour. */
  public Line filterColor(Word color) {
    Wish wish = new Wish("filter");
    wish.word("color", color);
    return wish.line("filter");
  }

  /** Wants it cheaper. */
  public Line filterPrice(int most) {
    Wish wish = new Wish("filter");
    wish.price(most);
    return wish.line("filter");
  }

  /** Wants another style. */
  public Line filterStyle(Word style) {
    Wish wish = new Wish("filter");
    wish.word("style", style);
    return wish.line("filter");
  }

  /** Wants to know what a colour and an item are called in Hindi, or those in Hindi in English. */
  public Line translate(Word color, Word item) {
    Word language = Lexicon.LANGUAGES.get(tongue == DialogueLanguage.HINDI ? 1 : 0);
    DialogueLanguage from =
        tongue == DialogueLanguage.HINDI ? DialogueLanguage.HINDI : DialogueLanguage.ENGLISH;
    Wish wish = new Wish("translate");
    wish.text("text", "words", color.in(from) + " " + item.in(from));
    wish.arguments.put("to", language.key());
    wish.blanks.put("language", language.spellings(tongue));
    return wish.line("translate");
  }

  /**
   * Shows a photo.
   *
   * @param tags what an image tagger sees on it, in English
   */
  public Line photo(List<Word> tags) {
    Wish wish = new Wish("photo");
    wish.text("tags", "tags", String.join(" ", tags.stream().map(Word::key).toList()));
    return wish.line("visual_search");
  }

  /** Something that a tool is to be called for. */
  private final class Wish {
    private final String section;
    private final Map<String, Object> arguments = new LinkedHashMap<>();

    /** What has to be said, in spellings of which the first is the usual one. */
    private final Map<String, List<String>> blanks = new LinkedHashMap<>();

    private Wish(String section) {
      this.section = section;
    }

    void text(String argument, String blank, String text) {
      arguments.put(argument, text);
      blanks.put(blank, List.of(text));
    }

    void word(String argument, Word word) {
      arguments.put(argument, word.key());
      blanks.put(argument, word.spellings(tongue));
    }

    void item(Word item) {
      arguments.put("item", item.key());
      List<String> spellings = item.spellings(tongue);
      boolean hasPlural = tongue == DialogueLanguage.ENGLISH || tongue == DialogueLanguage.HINGLISH;
      List<String> plural = hasPlural ? List.of(spellings.get(1)) : spellings;
      blanks.put(
          "item",
          hasPlural ? spellings.stream().filter(s -> !plural.contains(s)).toList() : spellings);
      blanks.put(PhraseBook.PLURAL, plural);
    }

    void price(int most) {
      arguments.put("max", (long) most);
      String plain = Integer.toString(most);
      String grouped =
          most < THOUSAND ? plain : most / THOUSAND + "," + plain.substring(plain.length() - 3);
      blanks.put("price", List.of(plain, plain, plain, plain, plain, plain, grouped));
    }

    Line line(String tool) {
      return Line.calling(said(section, blanks), new ToolCall(tool, arguments));
    }
  }

  /** Only talks. */
  public Line chat() {
    if (unseen) {
      return Line.talking(said(one(TALK), Map.of()), Line.CHITCHAT);
    }
    return Line.talking(withSlips(random.nextDouble(), one(phrases.chat())), Line.CHITCHAT);
  }

  /** Buys. */
  public Line accept(String product) {
    return Line.talking(said("accept", Map.of("one", List.of(product))), Line.ACCEPT);
  }

  private String said(String section, Map<String, List<String>> blanks) {
    String said =
        unseen
            ? unseen(section, blanks)
            : Phrases.say(one(phrases.ways(section, blanks.keySet())), blanks);
    return withSlips(random.nextDouble(), said);
  }

  /** The book's ways are many, and some are those of the training. */
  private String unseen(String section, Map<String, List<String>> blanks) {
    Map<String, List<String>> extras = Objects.requireNonNull(EXTRAS.get(tongue));
    String said = book.say(section, blanks, extras, random);
    while (Phrases.have(tongue, said)) {
      said = book.say(section, blanks, extras, random);
    }
    return said;
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String withSlips(double draw, String text) {
    return draw < misspelled ? withSlip(text) : text;
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
}
