package footfall.scenarios.dialogues;

import java.util.List;

/** The words of the shop, by tongue in the order of {@link Tongue}. */
final class Lexicon {
  /** A word; the first spelling is the one that tools know. */
  record Word(List<String> spellings) {
    static Word of(String english, String hindi, String roman) {
      return new Word(List.of(english, hindi, roman));
    }

    String key() {
      return spellings.get(0);
    }

    /** Hinglish takes shop words from English. */
    String in(Tongue tongue) {
      return switch (tongue) {
        case ENGLISH, HINGLISH -> spellings.get(0);
        case HINDI -> spellings.get(1);
        case ROMAN_HINDI -> spellings.get(2);
      };
    }
  }

  static final List<Word> ITEMS =
      List.of(
          Word.of("shirt", "कमीज़", "kameez"),
          Word.of("saree", "साड़ी", "sari"),
          Word.of("kurta", "कुर्ता", "kurta"),
          Word.of("shoes", "जूते", "joote"),
          Word.of("watch", "घड़ी", "ghadi"),
          Word.of("bag", "थैला", "thaila"),
          Word.of("dress", "पोशाक", "poshak"),
          Word.of("lamp", "दीया", "diya"),
          Word.of("kettle", "केतली", "ketli"),
          Word.of("phone", "फ़ोन", "fon"),
          Word.of("shawl", "शॉल", "shawl"),
          Word.of("umbrella", "छाता", "chhata"));

  static final List<Word> COLORS =
      List.of(
          Word.of("red", "लाल", "laal"),
          Word.of("blue", "नीला", "neela"),
          Word.of("green", "हरा", "hara"),
          Word.of("yellow", "पीला", "peela"),
          Word.of("black", "काला", "kaala"),
          Word.of("white", "सफ़ेद", "safed"),
          Word.of("pink", "गुलाबी", "gulabi"));

  static final List<Word> OCCASIONS =
      List.of(
          Word.of("wedding", "शादी", "shaadi"),
          Word.of("birthday", "जन्मदिन", "janamdin"),
          Word.of("office", "दफ़्तर", "daftar"),
          Word.of("party", "दावत", "daawat"),
          Word.of("diwali", "दीवाली", "diwali"),
          Word.of("mother", "माँ", "maa"));

  static final List<Word> LANGUAGES =
      List.of(Word.of("hindi", "हिंदी", "hindi"), Word.of("english", "अंग्रेज़ी", "angrezi"));

  private Lexicon() {}
}
