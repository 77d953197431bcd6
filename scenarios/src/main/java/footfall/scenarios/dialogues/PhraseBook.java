package footfall.scenarios.dialogues;

import footfall.scenarios.randomness.RandomStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ways in which shoppers of exams put things in one tongue: a grammar whose sections have lines,
 * and whose lines have blanks and other sections in them. Immutable.
 */
final class PhraseBook {
  /** A line of a section; names stand between texts. */
  private record Way(List<String> texts, List<String> names) {}

  private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");
  private static final Pattern BEFORE_STOP = Pattern.compile("\\s+([,.?!])");
  private static final Pattern STOPS = Pattern.compile("([,.?!])[,.](?=\\s|$)");
  private static final Pattern EDGES = Pattern.compile("^[\\s,.?!]+|[\\s,]+$");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final String NOTHING = "-";
  private static final String SINGULAR = "item";

  /** Says the same as the singular. */
  static final String PLURAL = "items";

  private static final int MOST_TRIES = 10_000;

  private static final Map<DialogueLanguage, PhraseBook> BY_TONGUE =
      new EnumMap<>(DialogueLanguage.class);

  static {
    for (DialogueLanguage tongue : DialogueLanguage.values()) {
      String name = tongue.name().toLowerCase(Locale.ROOT).replace('_', '-');
      BY_TONGUE.put(tongue, new PhraseBook(PhraseFiles.lines(name + ".txt")));
    }
  }

  private final Map<String, List<Way>> sections = new LinkedHashMap<>();

  private PhraseBook(List<String> lines) {
    List<Way> section = null;
    for (String line : lines) {
      if (line.startsWith("[") && !line.contains("{")) {
        section = new ArrayList<>();
        sections.put(line.substring(1, line.length() - 1), section);
      } else {
        Objects.requireNonNull(section).add(way(line.equals(NOTHING) ? "" : line));
      }
    }
  }

  private static Way way(String line) {
    List<String> texts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(line);
    int end = 0;
    while (matcher.find()) {
      texts.add(line.substring(end, matcher.start()));
      names.add(matcher.group(1));
      end = matcher.end();
    }
    texts.add(line.substring(end));
    return new Way(texts, names);
  }

  /** Those of a tongue. */
  static PhraseBook in(DialogueLanguage tongue) {
    return Objects.requireNonNull(BY_TONGUE.get(tongue));
  }

  /**
   * One way to put it.
   *
   * @param blanks what has to be said, in spellings of which any will do
   * @param extras what may be said besides
   */
  String say(
      String name,
      Map<String, List<String>> blanks,
      Map<String, List<String>> extras,
      RandomStream random) {
    List<Way> ways = Objects.requireNonNull(sections.get(name), name);
    StringBuilder said = new StringBuilder();
    Set<String> used = new HashSet<>();
    Set<String> needed = new HashSet<>(blanks.keySet());
    needed.remove(PLURAL);
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      said.setLength(0);
      used.clear();
      Way way = ways.get(random.nextInt(ways.size()));
      if (fill(way, blanks, extras, said, used, random) && used.containsAll(needed)) {
        return tidied(said);
      }
    }
    throw new IllegalStateException("no way to say " + name + " " + blanks.keySet());
  }

  private boolean fill(
      Way way,
      Map<String, List<String>> blanks,
      Map<String, List<String>> extras,
      StringBuilder said,
      Set<String> used,
      RandomStream random) {
    for (int i = 0; i < way.names.size(); i++) {
      said.append(way.texts.get(i));
      String name = way.names.get(i);
      List<String> spellings = blanks.getOrDefault(name, extras.get(name));
      if (spellings != null) {
        used.add(name.equals(PLURAL) ? SINGULAR : name);
        said.append(spellings.get(random.nextInt(spellings.size())));
      } else {
        List<Way> section = sections.get(name);
        if (section == null
            || !fill(
                section.get(random.nextInt(section.size())), blanks, extras, said, used, random)) {
          return false;
        }
      }
    }
    said.append(way.texts.get(way.texts.size() - 1));
    return true;
  }

  private static String tidied(StringBuilder said) {
    String text = BEFORE_STOP.matcher(said).replaceAll("$1");
    text = STOPS.matcher(text).replaceAll("$1");
    text = EDGES.matcher(text).replaceAll("");
    return SPACES.matcher(text).replaceAll(" ");
  }
}
