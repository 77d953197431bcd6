package footfall.reports.evaluation;

import footfall.scenarios.dialogues.DialogueLanguage;

/** In which letters something is written. Stateless. */
final class Script {
  private Script() {}

  /** Whether most letters of a text are those of a language: Devanagari of Hindi, else Latin. */
  static boolean fits(String text, DialogueLanguage language) {
    long devanagari = text.codePoints().filter(Script::isDevanagari).count();
    long latin = text.codePoints().filter(c -> Character.isLetter(c) && !isDevanagari(c)).count();
    return language == DialogueLanguage.HINDI ? devanagari >= latin : latin >= devanagari;
  }

  private static boolean isDevanagari(int character) {
    return Character.UnicodeScript.of(character) == Character.UnicodeScript.DEVANAGARI;
  }
}
