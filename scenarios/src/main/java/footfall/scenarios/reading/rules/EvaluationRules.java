package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** That an evaluation's judge is there, and that something counts for satisfaction. */
final class EvaluationRules extends Rules {
  EvaluationRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    JsonNode evaluation = tree.path("evaluation");
    JsonNode judge = evaluation.path("judge");
    if (judge.isTextual() && !tree.path("pools").has(judge.asText())) {
      List<String> pools = new ArrayList<>();
      tree.path("pools").fieldNames().forEachRemaining(pools::add);
      add(
          "/evaluation/judge",
          "\"" + judge.asText() + "\"",
          "there is no such pool",
          "one of " + String.join(", ", pools));
    }
    JsonNode weights = evaluation.path("satisfaction");
    double sum = 0;
    for (JsonNode weight : weights) {
      sum += weight.asDouble();
    }
    if (weights.size() == 4 && sum == 0) {
      add("/evaluation/satisfaction", "", "something must count", "leave it out for the usual");
    }
  }
}
