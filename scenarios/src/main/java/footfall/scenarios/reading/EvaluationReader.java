package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.exams.Exam;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Quantities;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.reading.yaml.SourceTree;
import footfall.scenarios.shoppers.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a scenario whose models are to be examined. Stateless but for the schemas. */
public final class EvaluationReader {
  private static final int LONGEST_RUBRIC = 20_000;

  private final ScenarioReader scenarios = new ScenarioReader();

  /**
   * A scenario and how its models are examined.
   *
   * @param models the profiles that the examined pools name, in their order; empty for a pool that
   *     names none
   */
  public record ResolvedEvaluation(
      ResolvedScenario resolved, Evaluation evaluation, List<Optional<String>> models) {
    /** The pools whose models are examined. */
    public List<PoolSpec> examined() {
      return resolved.scenario().pools().stream()
          .filter(pool -> evaluation.judge().filter(pool.name()::equals).isEmpty())
          .toList();
    }
  }

  /**
   * Reads a scenario file with its {@code evaluation}.
   *
   * @param settings applied in order
   * @throws InvalidInputException with what is wrong with it
   */
  public ResolvedEvaluation read(Path file, List<Setting> settings) {
    SourceTree source = SourceTree.read(file);
    List<Setting> all = new ArrayList<>(settings);
    if (!source.root().has("evaluation")) {
      all.add(0, new Setting(source.file(), "evaluation", "{}"));
    }
    Path folder = SourceTree.folderOf(file);
    ResolvedScenario first = scenarios.resolve(source, folder, all);
    JsonNode stated = SourceTree.parse(source.file(), first.yaml()).root().get("evaluation");
    List<Setting> found = files(stated, folder, source);
    all.addAll(found);
    ResolvedScenario resolved = found.isEmpty() ? first : scenarios.resolve(source, folder, all);
    JsonNode tree = SourceTree.parse(source.file(), resolved.yaml()).root();
    Evaluation evaluation =
        bind(
            tree.get("evaluation"),
            rubric(tree.get("evaluation"), source),
            exam(tree.get("evaluation"), source));
    List<Optional<String>> models = new ArrayList<>();
    tree.get("pools")
        .properties()
        .forEach(
            pool -> {
              if (evaluation.judge().filter(pool.getKey()::equals).isEmpty()) {
                models.add(Optional.ofNullable(pool.getValue().get("model")).map(JsonNode::asText));
              }
            });
    ResolvedEvaluation read = new ResolvedEvaluation(resolved, evaluation, models);
    check(read, source);
    return read;
  }

  /** The files of an exam, as seen from the working folder: a run folder is to find them again. */
  private static List<Setting> files(JsonNode stated, Path folder, SourceTree source) {
    List<Setting> found = new ArrayList<>();
    for (String key : List.of("dialogues", "catalog", "tools", "rubric")) {
      if (stated.has(key)) {
        Path file =
            new NamedFile("/evaluation/" + key, stated.get(key), folder, source::location).find();
        found.add(new Setting(source.file(), "evaluation." + key, file.toString()));
      }
    }
    return found;
  }

  private static Optional<String> rubric(JsonNode stated, SourceTree source) {
    if (!stated.has("rubric")) {
      return Optional.empty();
    }
    String place = source.location("/evaluation/rubric") + ": evaluation.rubric";
    if (!stated.has("judge")) {
      throw InvalidInputException.of(
          place, "is for a judge, and there is none", "add `judge: POOL`, or remove it");
    }
    try {
      String text = Files.readString(Path.of(stated.get("rubric").asText())).strip();
      if (text.isEmpty() || text.length() > LONGEST_RUBRIC) {
        throw InvalidInputException.of(
            place, "must have between 1 and " + LONGEST_RUBRIC + " characters", "shorten it");
      }
      return Optional.of(text);
    } catch (IOException e) {
      throw InvalidInputException.of(place, "cannot be read", "name a file of text in UTF-8");
    }
  }

  private static Optional<Exam> exam(JsonNode stated, SourceTree source) {
    if (!stated.has("dialogues")) {
      for (String key : List.of("catalog", "tools", "toolAnswers", "languages")) {
        if (stated.has(key)) {
          throw InvalidInputException.of(
              source.location("/evaluation/" + key) + ": evaluation." + key,
              "belongs to recorded dialogues, and there are none",
              "add `dialogues: dialogues.jsonl`, or remove it");
        }
      }
      return Optional.empty();
    }
    List<String> languages = new ArrayList<>();
    stated.path("languages").forEach(language -> languages.add(language.asText()));
    return Optional.of(
        Exam.read(
            Path.of(stated.get("dialogues").asText()),
            Optional.ofNullable(stated.get("catalog")).map(JsonNode::asText).map(Path::of),
            Optional.ofNullable(stated.get("tools")).map(JsonNode::asText).map(Path::of),
            stated.path("toolAnswers").asText(Exam.RECORDED),
            languages));
  }

  private static void check(ResolvedEvaluation read, SourceTree source) {
    if (read.examined().isEmpty()) {
      throw InvalidInputException.of(
          source.location("/evaluation/judge"), "nothing is left to be examined", "add a pool");
    }
    for (String language : Vocabulary.of(read.resolved().scenario().shoppers()).languages()) {
      if (read.evaluation().exam().isEmpty() && !DialogueLanguage.isSpoken(language)) {
        throw InvalidInputException.of(
            source.location("/shoppers"),
            "\"" + language + "\" is not spoken in an evaluation",
            "english, hindi, roman-hindi or hinglish");
      }
    }
    for (PoolSpec pool : read.resolved().scenario().pools()) {
      if (pool.backend() instanceof Backend.Played) {
        throw InvalidInputException.of(
            source.location("/pools/" + Paths.escape(pool.name())) + ": pools." + pool.name(),
            "is played by its service model, which says nothing that could be examined",
            "add `backend: {local: {model: embedded/footfall-tiny}}`, or a remote one");
      }
      int together = read.evaluation().together();
      int room = pool.queue().capacity().orElse(together) + pool.servers();
      if (room < together) {
        throw InvalidInputException.of(
            source.location("/evaluation/together") + ": evaluation.together",
            together + " conversations have no room in pool " + pool.name() + ", which has " + room,
            "raise its slots or its queue.capacity, or lower together");
      }
    }
  }

  private static Evaluation bind(JsonNode node, Optional<String> rubric, Optional<Exam> exam) {
    JsonNode weights = node.get("satisfaction");
    return new Evaluation(
        node.get("conversations").asInt(),
        node.get("together").asInt(),
        node.has("load") ? Quantities.perSecond(node.get("load").asText()) : 0,
        node.get("warmUp").asInt(),
        node.get("products").asInt(),
        node.get("turns").asInt(),
        node.get("singleTurn").asDouble(),
        node.get("history").asInt(),
        node.get("misspelled").asDouble(),
        node.get("phrases").asText().equals("unseen"),
        node.get("replyTokens").asInt(),
        node.get("significance").asDouble(),
        new Evaluation.Weights(
            weights.get("task").asDouble(),
            weights.get("tools").asDouble(),
            weights.get("coherence").asDouble(),
            weights.get("flow").asDouble()),
        Optional.ofNullable(node.get("judge")).map(JsonNode::asText),
        rubric,
        exam);
  }
}
