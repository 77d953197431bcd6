package footfall.scenarios.dialogues;

import java.util.List;

/** The words of the shop. */
public final class Lexicon {
  /**
   * A word.
   *
   * @param spellings in English, in Devanagari, and in Latin letters; tools know the first
   */
  public record Word(List<String> spellings) {
    static Word of(String english, String hindi, String roman) {
      return new Word(List.of(english, hindi, roman));
    }

    /** The spelling that tools know. */
    public String key() {
      return spellings.get(0);
    }

    /** Hinglish takes shop words from English. */
    public String in(DialogueLanguage tongue) {
      return switch (tongue) {
        case ENGLISH, HINGLISH -> spellings.get(0);
        case HINDI -> spellings.get(1);
        case ROMAN_HINDI -> spellings.get(2);
      };
    }
  }

  /** What there is to buy. */
  public static final List<Word> ITEMS =
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
          Word.of("umbrella", "छाता", "chhata"),
          Word.of("jeans", "जींस", "jeans"),
          Word.of("jacket", "जैकेट", "jacket"),
          Word.of("sandals", "चप्पल", "chappal"),
          Word.of("ring", "अंगूठी", "angoothi"),
          Word.of("belt", "पेटी", "peti"),
          Word.of("cap", "टोपी", "topi"),
          Word.of("pillow", "तकिया", "takiya"),
          Word.of("blanket", "कंबल", "kambal"),
          Word.of("mirror", "शीशा", "sheesha"),
          Word.of("chair", "कुर्सी", "kursi"),
          Word.of("bottle", "बोतल", "botal"),
          Word.of("toy", "खिलौना", "khilauna"));

  /** In which colours. */
  public static final List<Word> COLORS =
      List.of(
          Word.of("red", "लाल", "laal"),
          Word.of("blue", "नीला", "neela"),
          Word.of("green", "हरा", "hara"),
          Word.of("yellow", "पीला", "peela"),
          Word.of("black", "काला", "kaala"),
          Word.of("white", "सफ़ेद", "safed"),
          Word.of("pink", "गुलाबी", "gulabi"),
          Word.of("brown", "भूरा", "bhoora"),
          Word.of("grey", "सलेटी", "saleti"));

  /** In which styles. */
  public static final List<Word> STYLES =
      List.of(
          Word.of("plain", "सादा", "saada"),
          Word.of("striped", "धारीदार", "dhaaridar"),
          Word.of("floral", "फूलदार", "phooldar"),
          Word.of("checked", "चौखाना", "chaukhana"),
          Word.of("printed", "छपा", "chhapa"),
          Word.of("shiny", "चमकीला", "chamkeela"));

  /** What for. */
  public static final List<Word> OCCASIONS =
      List.of(
          Word.of("wedding", "शादी", "shaadi"),
          Word.of("birthday", "जन्मदिन", "janamdin"),
          Word.of("office", "दफ़्तर", "daftar"),
          Word.of("party", "दावत", "daawat"),
          Word.of("diwali", "दीवाली", "diwali"),
          Word.of("mother", "माँ", "maa"));

  /** Into which languages words can be translated. */
  public static final List<Word> LANGUAGES =
      List.of(Word.of("hindi", "हिंदी", "hindi"), Word.of("english", "अंग्रेज़ी", "angrezi"));

  private Lexicon() {}
}
