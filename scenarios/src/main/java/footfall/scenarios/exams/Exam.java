package footfall.scenarios.exams;

import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.problems.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An exam with somebody's own data: recorded dialogues, in which a model answers each message after
 * what was recorded before it.
 *
 * @param products of the shop; those that dialogues state as relevant where no catalog is named
 * @param tools that are offered where a dialogue has none of its own; empty for none
 * @param toolAnswers what a call is answered with: {@link #RECORDED}, {@link #MOCK}, or the address
 *     of a service that is asked
 */
public record Exam(
    List<RecordedDialogue> dialogues,
    OwnProducts products,
    Optional<ToolSet> tools,
    String toolAnswers) {
  /** The recorded result of the same call. */
  public static final String RECORDED = "recorded";

  /** That it went well, whatever it was. */
  public static final String MOCK = "mock";

  /** Copies the list. */
  public Exam {
    dialogues = List.copyOf(dialogues);
  }

  /**
   * Reads the files of an exam.
   *
   * @param languages that are examined; empty for all
   * @throws InvalidInputException with file and line of what is wrong, or does not go together
   */
  public static Exam read(
      Path dialogues,
      Optional<Path> catalog,
      Optional<Path> tools,
      String toolAnswers,
      List<String> languages) {
    List<RecordedDialogue> all = DialogueFile.read(dialogues);
    List<RecordedDialogue> examined =
        all.stream()
            .filter(each -> languages.isEmpty() || isOneOf(languages, each.language()))
            .toList();
    if (examined.isEmpty()) {
      throw InvalidInputException.of(
          dialogues.toString(),
          "has no dialogue in " + String.join(", ", languages),
          "its languages are " + String.join(", ", languagesOf(all)));
    }
    Optional<ToolSet> offered = tools.map(ToolSet::read);
    if (offered.isPresent()) {
      examined.stream()
          .filter(dialogue -> dialogue.tools().isEmpty())
          .forEach(dialogue -> checkCalls(dialogue, offered.get(), tools.get()));
    }
    OwnProducts products = catalog.map(OwnProducts::read).orElseGet(() -> relevantOnes(examined));
    catalog.ifPresent(file -> examined.forEach(dialogue -> checkItems(dialogue, products, file)));
    return new Exam(examined, products, offered, toolAnswers);
  }

  private static boolean isOneOf(List<String> languages, String language) {
    return languages.stream().anyMatch(each -> each.equalsIgnoreCase(language));
  }

  private static Set<String> languagesOf(List<RecordedDialogue> dialogues) {
    Set<String> languages = new LinkedHashSet<>();
    dialogues.forEach(
        each -> languages.add(each.language().isEmpty() ? "(not stated)" : each.language()));
    return languages;
  }

  private static void checkCalls(RecordedDialogue dialogue, ToolSet tools, Path file) {
    Set<String> names = tools.names();
    for (RecordedDialogue.Turn turn : dialogue.turns()) {
      for (ToolCall call : turn.wanted()) {
        if (!names.contains(call.name())) {
          throw InvalidInputException.of(
              dialogue.place(),
              "calls " + call.name() + ", which is no tool of " + file,
              "its tools are " + String.join(", ", names.stream().sorted().toList()));
        }
      }
    }
  }

  private static void checkItems(RecordedDialogue dialogue, OwnProducts products, Path file) {
    for (RecordedDialogue.Turn turn : dialogue.turns()) {
      for (String id : turn.relevant().keySet()) {
        if (!products.has(id)) {
          throw InvalidInputException.of(
              dialogue.place(),
              "states that " + id + " is relevant, which is no product of " + file,
              "write its id as the catalog has it");
        }
      }
    }
  }

  private static OwnProducts relevantOnes(List<RecordedDialogue> dialogues) {
    Set<String> ids = new LinkedHashSet<>();
    dialogues.forEach(
        dialogue -> dialogue.turns().forEach(turn -> ids.addAll(turn.relevant().keySet())));
    return OwnProducts.ofIds(ids);
  }

  /** Tools that a model is offered in a dialogue, as OpenAI's API has them. */
  public List<Map<String, Object>> offered(RecordedDialogue dialogue) {
    return dialogue.tools().isEmpty()
        ? tools.map(ToolSet::offered).orElse(List.of())
        : dialogue.tools();
  }

  /** Whether it says which tools are to be called in a dialogue, and in which turns none is. */
  public boolean judgesCalls(RecordedDialogue dialogue) {
    return dialogue.recordsCalls() && (!offered(dialogue).isEmpty() || hasCalls(dialogue));
  }

  private static boolean hasCalls(RecordedDialogue dialogue) {
    return dialogue.turns().stream().anyMatch(turn -> !turn.calls().isEmpty());
  }

  /** The language of a dialogue in small letters; empty where it does not state one. */
  public static String languageOf(RecordedDialogue dialogue) {
    return dialogue.language().strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Ids of the items that were named in a dialogue before a turn, in the turn's message included.
   */
  public List<String> namedBefore(RecordedDialogue dialogue, int turn) {
    List<String> named = new ArrayList<>();
    for (int i = 0; i <= turn; i++) {
      RecordedDialogue.Turn each = dialogue.turns().get(i);
      named.addAll(products.namedIn(each.said()));
      if (i < turn) {
        named.addAll(products.namedIn(each.reply()));
        each.calls().forEach(call -> named.addAll(products.namedIn(call.result())));
      }
    }
    return named;
  }
}
