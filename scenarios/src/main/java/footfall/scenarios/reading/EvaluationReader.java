package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.reading.yaml.SourceTree;
import footfall.scenarios.shoppers.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a scenario whose models are to be examined. Stateless but for the schemas. */
public final class EvaluationReader {
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
    ResolvedScenario resolved = scenarios.resolve(source, SourceTree.folderOf(file), all);
    JsonNode tree = SourceTree.parse(source.file(), resolved.yaml()).root();
    Evaluation evaluation = bind(tree.get("evaluation"));
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

  private static void check(ResolvedEvaluation read, SourceTree source) {
    if (read.examined().isEmpty()) {
      throw InvalidInputException.of(
          source.location("/evaluation/judge"), "nothing is left to be examined", "add a pool");
    }
    for (String language : Vocabulary.of(read.resolved().scenario().shoppers()).languages()) {
      if (!DialogueLanguage.isSpoken(language)) {
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

  private static Evaluation bind(JsonNode node) {
    JsonNode weights = node.get("satisfaction");
    return new Evaluation(
        node.get("conversations").asInt(),
        node.get("together").asInt(),
        node.get("warmUp").asInt(),
        node.get("products").asInt(),
        node.get("turns").asInt(),
        node.get("singleTurn").asDouble(),
        node.get("history").asInt(),
        node.get("misspelled").asDouble(),
        node.get("replyTokens").asInt(),
        node.get("significance").asDouble(),
        new Evaluation.Weights(
            weights.get("task").asDouble(),
            weights.get("tools").asDouble(),
            weights.get("coherence").asDouble(),
            weights.get("flow").asDouble()),
        Optional.ofNullable(node.get("judge")).map(JsonNode::asText));
  }
}
