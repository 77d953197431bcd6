package footfall.scenarios.dialogues;

import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.randomness.RandomStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a shopper puts what it wants, in one {@link DialogueLanguage}: a phrase drawn for it, and now
 * and then a slip of the pen. Not thread-safe.
 */
public final class Speech {
  private final DialogueLanguage tongue;
  private final Phrases phrases;
  private final RandomStream random;
  private final double misspelled;

  /**
   * Speech in a tongue.
   *
   * @param misspelled part of the lines in which two letters change places
   */
  public Speech(DialogueLanguage tongue, RandomStream random, double misspelled) {
    this.tongue = tongue;
    this.phrases = Phrases.in(tongue);
    this.random = random;
    this.misspelled = misspelled;
  }

  /**
   * Looks for an item.
   *
   * @param color null for any
   * @param most price; zero for any, but not with any colour
   */
  public Line search(Word item, @Nullable Word color, int most) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    Map<String, String> blanks = new LinkedHashMap<>();
    arguments.put("item", item.key());
    blanks.put("i", item.in(tongue));
    if (color != null) {
      arguments.put("color", color.key());
      blanks.put("c", color.in(tongue));
    }
    if (most > 0) {
      arguments.put("max", (long) most);
      blanks.put("n", Integer.toString(most));
    }
    List<String> asked =
        color == null
            ? phrases.searchAnyColor()
            : most == 0 ? phrases.searchAnyPrice() : phrases.search();
    return calling(asked, blanks, "search", arguments);
  }

  /** Wants something for an occasion. */
  public Line recommend(Word occasion, int most) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("for", occasion.key());
    arguments.put("max", (long) most);
    return calling(
        phrases.recommend(),
        Map.of("o", occasion.in(tongue), "n", Integer.toString(most)),
        "recommend",
        arguments);
  }

  /** Hesitates between two products. */
  public Line compare(String one, String other) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("a", one);
    arguments.put("b", other);
    return calling(phrases.compare(), Map.of("a", one, "b", other), "compare", arguments);
  }

  /** Wants another colour. */
  public Line filterColor(Word color) {
    return calling(
        phrases.filterColor(),
        Map.of("c", color.in(tongue)),
        "filter",
        Map.of("color", color.key()));
  }

  /** Wants it cheaper. */
  public Line filterPrice(int most) {
    return calling(
        phrases.filterPrice(),
        Map.of("n", Integer.toString(most)),
        "filter",
        Map.of("max", (long) most));
  }

  /** Wants another style. */
  public Line filterStyle(Word style) {
    return calling(
        phrases.filterStyle(),
        Map.of("s", style.in(tongue)),
        "filter",
        Map.of("style", style.key()));
  }

  /** Wants to know what a colour and an item are called in Hindi, or those in Hindi in English. */
  public Line translate(Word color, Word item) {
    Word language = Lexicon.LANGUAGES.get(tongue == DialogueLanguage.HINDI ? 1 : 0);
    DialogueLanguage from =
        tongue == DialogueLanguage.HINDI ? DialogueLanguage.HINDI : DialogueLanguage.ENGLISH;
    String words = color.in(from) + " " + item.in(from);
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("text", words);
    arguments.put("to", language.key());
    return calling(
        phrases.translate(), Map.of("w", words, "l", language.in(tongue)), "translate", arguments);
  }

  /**
   * Shows a photo.
   *
   * @param tags what an image tagger sees on it, in English
   */
  public Line photo(List<Word> tags) {
    String seen = String.join(" ", tags.stream().map(Word::key).toList());
    return calling(phrases.photo(), Map.of("t", seen), "visual_search", Map.of("tags", seen));
  }

  /** Only talks. */
  public Line chat() {
    return Line.talking(withSlips(random.nextDouble(), one(phrases.chat())), Line.CHITCHAT);
  }

  /** Buys. */
  public Line accept(String product) {
    return Line.talking(said(phrases.accept(), Map.of("a", product)), Line.ACCEPT);
  }

  private Line calling(
      List<String> asked, Map<String, String> blanks, String tool, Map<String, Object> arguments) {
    return Line.calling(said(asked, blanks), new ToolCall(tool, arguments));
  }

  private String said(List<String> asked, Map<String, String> blanks) {
    String phrase = one(asked);
    return withSlips(random.nextDouble(), Phrases.fill(phrase, blanks));
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
