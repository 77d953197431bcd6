package footfall.scenarios.dialogues;

import java.util.List;
import java.util.Map;

/**
 * How things are said, by tongue. {@code {c}} is a colour, {@code {i}} an item, {@code {n}} a
 * price, {@code {o}} an occasion, {@code {a}} and {@code {b}} products, {@code {w}} words to
 * translate and {@code {l}} a language.
 */
record Phrases(
    List<String> search,
    List<String> searchAnyColor,
    List<String> searchAnyPrice,
    List<String> recommend,
    List<String> compare,
    List<String> filterColor,
    List<String> filterPrice,
    List<String> translate,
    String pick,
    String better,
    String looking,
    String offer) {

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
          List.of("only {c} ones", "just the {c} ones please", "in {c}"),
          List.of("only under {n}", "cheaper than {n} please", "less than {n}"),
          List.of("translate {w} into {l}", "how do I say {w} in {l}?"),
          "I recommend {a}.",
          "{a} is better.",
          "Let me look for a {c} {i}.",
          "Tell me what you are looking for.");

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
          List.of("सिर्फ़ {c} वाले", "{c} में दिखाओ"),
          List.of("सिर्फ़ {n} से कम", "{n} तक के"),
          List.of("{w} को {l} में बताओ", "{w} को {l} में क्या कहते हैं?"),
          "{a} लीजिए।",
          "{a} बेहतर है।",
          "{c} {i} देखता हूँ।",
          "बताइए क्या चाहिए।");

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
          List.of("sirf {c} wale", "{c} mein dikhao"),
          List.of("sirf {n} se kam", "{n} tak ke"),
          List.of("{w} ko {l} mein batao", "{w} ko {l} mein kya kehte hain?"),
          "{a} lijiye.",
          "{a} behtar hai.",
          "{c} {i} dekhta hoon.",
          "bataiye kya chahiye.");

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
          List.of("only {c} wale", "sirf {c} color mein"),
          List.of("{n} se cheaper only", "budget sirf {n}"),
          List.of("{w} ko {l} mein translate karo", "{w} in {l} kya hota hai?"),
          "{a} best rahega.",
          "{a} better hai.",
          "{c} {i} dekh raha hoon.",
          "batao kya chahiye.");

  private static final Map<Tongue, Phrases> BY_TONGUE =
      Map.of(
          Tongue.ENGLISH, ENGLISH,
          Tongue.HINDI, HINDI,
          Tongue.ROMAN_HINDI, ROMAN_HINDI,
          Tongue.HINGLISH, HINGLISH);

  static Phrases in(Tongue tongue) {
    return BY_TONGUE.get(tongue);
  }
}
