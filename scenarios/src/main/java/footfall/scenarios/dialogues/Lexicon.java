package footfall.scenarios.dialogues;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The words of shops, from {@code words.tsv}. */
public final class Lexicon {
  /**
   * A word in its spellings, the usual one first.
   *
   * @param english the first is the one that tools know; of an item the second is the plural
   * @param hindi in Devanagari
   * @param roman Hindi in Latin letters
   */
  public record Word(List<String> english, List<String> hindi, List<String> roman) {
    static Word of(String english, String hindi, String roman) {
      return new Word(spellings(english), spellings(hindi), spellings(roman));
    }

    private static List<String> spellings(String cell) {
      return Arrays.stream(cell.split(",")).map(String::strip).toList();
    }

    /** The spelling that tools know. */
    public String key() {
      return english.get(0);
    }

    /** The usual spelling. */
    public String in(DialogueLanguage tongue) {
      return spellings(tongue).get(0);
    }

    /** Whether it is spelled so in any language. */
    public boolean isSpelled(String so) {
      return english.contains(so) || hindi.contains(so) || roman.contains(so);
    }

    /** All spellings; Hinglish takes shop words from English. */
    List<String> spellings(DialogueLanguage tongue) {
      return switch (tongue) {
        case ENGLISH, HINGLISH -> english;
        case HINDI -> hindi;
        case ROMAN_HINDI -> roman;
      };
    }
  }

  private static final List<String[]> ROWS =
      PhraseFiles.lines("words.tsv").stream().map(line -> line.split("\t")).toList();

  /** What there is to buy. */
  public static final List<Word> ITEMS = words("item");

  /** In which colours. */
  public static final List<Word> COLORS = words("color");

  /** In which styles. */
  public static final List<Word> STYLES = words("style");

  /** What for. */
  public static final List<Word> OCCASIONS = words("occasion");

  /** Into which languages words can be translated. */
  public static final List<Word> LANGUAGES = words("language");

  /** Whom things are for. */
  static final List<Word> PERSONS = words("person");

  private static final Map<String, String> VERTICALS =
      ROWS.stream()
          .filter(row -> row[0].equals("item"))
          .collect(Collectors.toMap(row -> row[1].split(",")[0], row -> row[4]));

  /** The kind of shop that sells an item: fashion, home, electronics and so on. */
  public static String verticalOf(Word item) {
    return VERTICALS.getOrDefault(item.key(), "");
  }

  private static List<Word> words(String kind) {
    List<Word> words = new ArrayList<>();
    for (String[] row : ROWS) {
      if (row[0].equals(kind)) {
        words.add(Word.of(row[1], row[2], row[3]));
      }
    }
    return List.copyOf(words);
  }

  private Lexicon() {}
}
