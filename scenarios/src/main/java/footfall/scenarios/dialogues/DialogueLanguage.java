package footfall.scenarios.dialogues;

import java.util.Locale;

/** A language as it is written. */
public enum DialogueLanguage {
  ENGLISH,
  /** In Devanagari. */
  HINDI,
  /** In Latin letters. */
  ROMAN_HINDI,
  /** Hindi and English in one sentence. */
  HINGLISH;

  /** Whether a language of that name is spoken here. */
  public static boolean isSpoken(String language) {
    String name = language.toLowerCase(Locale.ROOT);
    return named(language) != ENGLISH || name.equals("en") || name.startsWith("english");
  }

  /** The tongue of a language by the name that a scenario gives it; English where unknown. */
  public static DialogueLanguage named(String language) {
    String name = language.toLowerCase(Locale.ROOT);
    if (name.startsWith("hinglish")) {
      return HINGLISH;
    }
    if (name.contains("hindi") || name.equals("hi")) {
      return name.contains("roman") ? ROMAN_HINDI : HINDI;
    }
    return ENGLISH;
  }
}
