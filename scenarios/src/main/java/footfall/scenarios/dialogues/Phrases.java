package footfall.scenarios.dialogues;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How things are said in the dialogues that embedded models are trained with, by tongue. {@code
 * {c}} is a colour, {@code {i}} an item, {@code {n}} a price, {@code {o}} an occasion, {@code {s}}
 * a style, {@code {a}} and {@code {b}} products, {@code {w}} words to translate, {@code {l}} a
 * language and {@code {t}} what a photo shows.
 */
record Phrases(
    List<String> search,
    List<String> searchAnyColor,
    List<String> searchAnyPrice,
    List<String> recommend,
    List<String> compare,
    List<String> filterColor,
    List<String> filterPrice,
    List<String> filterStyle,
    List<String> translate,
    List<String> photo,
    List<String> chat,
    List<String> accept,
    String pick,
    String better,
    String nothing,
    String looking,
    String offer,
    String thanks,
    String sold) {

  private static final Pattern BLANK = Pattern.compile("\\{([a-z])}");

  private static final Phrases ENGLISH =
      new Phrases(
          List.of(
              "show me a {c} {i} under {n}",
              "I need a {c} {i} for less than {n}",
              "looking for a {c} {i}, budget {n}",
              "do you have a {c} {i} below {n}?",
              "any {c} {i} within {n}"),
          List.of("show me a {i} under {n}", "I want a {i}, at most {n}"),
          List.of("show me a {c} {i}", "I want a {c} {i}", "do you sell a {c} {i}?"),
          List.of(
              "suggest a gift for {o} under {n}",
              "what would you buy for {o} with {n}?",
              "something nice for {o}, up to {n}"),
          List.of("compare {a} and {b}", "{a} or {b}?", "which is better, {a} or {b}"),
          List.of(
              "only {c} ones", "just the {c} ones please", "in {c}", "not my colour, rather {c}"),
          List.of(
              "only under {n}",
              "cheaper than {n} please",
              "less than {n}",
              "too dear, at most {n}"),
          List.of("only {s} ones", "something {s}", "not my style, rather {s}"),
          List.of("translate {w} into {l}", "how do I say {w} in {l}?"),
          List.of(
              "[photo: {t}] do you have this?",
              "find me this: [photo: {t}]",
              "something like [photo: {t}]"),
          List.of(
              "thanks, that helps",
              "how are you today?",
              "my sister would like this shop",
              "it rains all day here"),
          List.of("I take {a}", "great, I buy {a}", "yes, {a} please"),
          "I recommend {a}.",
          "{a} is better.",
          "I found nothing.",
          "Let me look for a {c} {i}.",
          "Tell me what you are looking for.",
          "My pleasure.",
          "Good choice.");

  private static final Phrases HINDI =
      new Phrases(
          List.of(
              "{n} से कम में {c} {i} दिखाओ",
              "मुझे {c} {i} चाहिए, बजट {n}",
              "क्या {n} तक {c} {i} है?"),
          List.of("{n} से कम में {i} दिखाओ", "मुझे {i} चाहिए, {n} तक"),
          List.of("{c} {i} दिखाओ", "मुझे {c} {i} चाहिए"),
          List.of("{o} के लिए {n} तक कुछ बताओ", "{o} के लिए क्या लूँ, बजट {n}"),
          List.of("{a} और {b} की तुलना करो", "{a} या {b}?"),
          List.of("सिर्फ़ {c} वाले", "{c} में दिखाओ", "यह रंग नहीं, {c}"),
          List.of("सिर्फ़ {n} से कम", "{n} तक के", "महँगा है, {n} तक"),
          List.of("सिर्फ़ {s} वाले", "कुछ {s} दिखाओ"),
          List.of("{w} को {l} में बताओ", "{w} को {l} में क्या कहते हैं?"),
          List.of("[photo: {t}] ऐसा कुछ है?", "यह ढूँढो: [photo: {t}]"),
          List.of("धन्यवाद", "आज कैसे हैं?", "यहाँ बारिश हो रही है"),
          List.of("{a} ले लूँगा", "हाँ, {a} दे दो"),
          "{a} लीजिए।",
          "{a} बेहतर है।",
          "कुछ नहीं मिला।",
          "{c} {i} देखता हूँ।",
          "बताइए क्या चाहिए।",
          "ख़ुशी हुई।",
          "अच्छी पसंद।");

  private static final Phrases ROMAN_HINDI =
      new Phrases(
          List.of(
              "{n} se kam mein {c} {i} dikhao",
              "mujhe {c} {i} chahiye, {n} tak",
              "kya {n} tak {c} {i} hai?"),
          List.of("{n} se kam mein {i} dikhao", "mujhe {i} chahiye, {n} tak"),
          List.of("{c} {i} dikhao", "mujhe {c} {i} chahiye"),
          List.of("{o} ke liye {n} tak kuch batao", "{o} ke liye kya loon, {n} tak"),
          List.of("{a} aur {b} ki tulna karo", "{a} ya {b}?"),
          List.of("sirf {c} wale", "{c} mein dikhao", "yeh rang nahin, {c}"),
          List.of("sirf {n} se kam", "{n} tak ke", "mehnga hai, {n} tak"),
          List.of("sirf {s} wale", "kuch {s} dikhao"),
          List.of("{w} ko {l} mein batao", "{w} ko {l} mein kya kehte hain?"),
          List.of("[photo: {t}] aisa kuch hai?", "yeh dhoondo: [photo: {t}]"),
          List.of("dhanyavaad", "aaj kaise hain?", "yahan baarish ho rahi hai"),
          List.of("{a} le loonga", "haan, {a} de do"),
          "{a} lijiye.",
          "{a} behtar hai.",
          "kuch nahin mila.",
          "{c} {i} dekhta hoon.",
          "bataiye kya chahiye.",
          "khushi hui.",
          "achhi pasand.");

  private static final Phrases HINGLISH =
      new Phrases(
          List.of(
              "{n} ke under {c} {i} dikhao",
              "mujhe {c} {i} chahiye, budget {n}",
              "koi {c} {i} hai below {n}?"),
          List.of("{n} ke under {i} dikhao", "ek {i} chahiye, max {n}"),
          List.of("{c} {i} dikhao please", "mujhe {c} {i} chahiye yaar"),
          List.of("{o} ke liye gift suggest karo under {n}", "{o} ke liye kya loon, budget {n}"),
          List.of("{a} aur {b} compare karo", "{a} ya {b}, which is better?"),
          List.of("only {c} wale", "sirf {c} color mein", "yeh color nahin, {c} please"),
          List.of("{n} se cheaper only", "budget sirf {n}", "too costly yaar, max {n}"),
          List.of("only {s} wale", "kuch {s} type dikhao"),
          List.of("{w} ko {l} mein translate karo", "{w} in {l} kya hota hai?"),
          List.of("[photo: {t}] aisa kuch milega?", "same like [photo: {t}] chahiye"),
          List.of("thanks yaar", "kaise ho aap today?", "mummy ko pasand aayega"),
          List.of("ok {a} le leta hoon", "done, {a} book karo"),
          "{a} best rahega.",
          "{a} better hai.",
          "kuch nahi mila yaar.",
          "{c} {i} dekh raha hoon.",
          "batao kya chahiye.",
          "anytime!",
          "nice choice.");

  private static final Map<DialogueLanguage, Phrases> BY_TONGUE =
      Map.of(
          DialogueLanguage.ENGLISH, ENGLISH,
          DialogueLanguage.HINDI, HINDI,
          DialogueLanguage.ROMAN_HINDI, ROMAN_HINDI,
          DialogueLanguage.HINGLISH, HINGLISH);

  private static final Map<String, String> LETTERS =
      Map.of(
          "item",
          "i",
          "color",
          "c",
          "style",
          "s",
          "price",
          "n",
          "occasion",
          "o",
          "one",
          "a",
          "other",
          "b",
          "words",
          "w",
          "language",
          "l",
          "tags",
          "t");

  /** What may stand in a blank. */
  private static final Map<String, String> IN_BLANKS =
      Map.of("n", "[0-9,]+", "a", "[a-z][0-9]+", "b", "[a-z][0-9]+", "w", ".+", "t", "[^]]+");

  private static final Map<DialogueLanguage, List<Pattern>> PATTERNS =
      new EnumMap<>(DialogueLanguage.class);

  static {
    BY_TONGUE.forEach((tongue, phrases) -> PATTERNS.put(tongue, phrases.patterns()));
  }

  private List<Pattern> patterns() {
    return Stream.of(
            search,
            searchAnyColor,
            searchAnyPrice,
            recommend,
            compare,
            filterColor,
            filterPrice,
            filterStyle,
            translate,
            photo,
            chat,
            accept)
        .flatMap(List::stream)
        .map(
            way ->
                BLANK
                    .matcher(bare(way).replaceAll("[\\[\\]?]", "\\\\$0"))
                    .replaceAll(
                        found ->
                            Matcher.quoteReplacement(
                                IN_BLANKS.getOrDefault(found.group(1), "\\S+"))))
        .map(Pattern::compile)
        .toList();
  }

  /** Those of a tongue. */
  static Phrases in(DialogueLanguage tongue) {
    return Objects.requireNonNull(BY_TONGUE.get(tongue));
  }

  /** Ways to put something, by its section of {@link PhraseBook} and what has to be said. */
  List<String> ways(String section, Set<String> blanks) {
    boolean priced = blanks.contains("price");
    return switch (section) {
      case "search" ->
          !blanks.contains("color") ? searchAnyColor : priced ? search : searchAnyPrice;
      case "filter" -> priced ? filterPrice : blanks.contains("color") ? filterColor : filterStyle;
      case "recommend" -> recommend;
      case "compare" -> compare;
      case "translate" -> translate;
      case "photo" -> photo;
      case "accept" -> accept;
      default -> throw new IllegalArgumentException(section);
    };
  }

  /** A way with what has to be said, each in its first spelling. */
  static String say(String way, Map<String, List<String>> blanks) {
    Map<String, String> letters = new LinkedHashMap<>();
    blanks.forEach(
        (name, spellings) -> letters.put(LETTERS.getOrDefault(name, name), spellings.get(0)));
    return fill(way, letters);
  }

  /**
   * Whether a text is one of those of a tongue with some words in its blanks, whatever its stops
   * and capitals.
   */
  static boolean have(DialogueLanguage tongue, String text) {
    String bare = bare(text);
    return Objects.requireNonNull(PATTERNS.get(tongue)).stream()
        .anyMatch(way -> way.matcher(bare).matches());
  }

  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[,.?!:]+(?=\\s|$)", "").strip();
  }

  /** A phrase with its blanks filled in. */
  static String fill(String phrase, Map<String, String> blanks) {
    String filled = phrase;
    for (Map.Entry<String, String> blank : blanks.entrySet()) {
      filled = filled.replace("{" + blank.getKey() + "}", blank.getValue());
    }
    return filled;
  }
}
