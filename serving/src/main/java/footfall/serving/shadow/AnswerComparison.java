package footfall.serving.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.routing.Shadow;
import footfall.scenarios.routing.Shadow.Comparison;
import footfall.serving.exchange.Grade;
import footfall.serving.exchange.PoolQuestions;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Sampling;
import footfall.serving.exchange.ToolCallReader.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether an answer would have done in place of the one that was given. Immutable. */
final class AnswerComparison {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JUDGE =
      "Two assistants of an online shop answer the same message. Grade the second answer from 1"
          + " (useless) to 5 (at least as good as the first). Answer with the grade alone.";

  private final Comparison comparison;

  AnswerComparison(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Its name in results. */
  String key() {
    return comparison instanceof Shadow.Rules
        ? "rules"
        : comparison instanceof Shadow.Similarity ? "similarity" : "judge";
  }

  /** The pool that is asked; empty where rules tell. */
  Optional<String> pool() {
    if (comparison instanceof Shadow.Similarity similarity) {
      return Optional.of(similarity.pool());
    }
    return comparison instanceof Shadow.Judge judge ? Optional.of(judge.pool()) : Optional.empty();
  }

  /** What that pool is asked. */
  Prompt prompt(Prompt asked, Overheard given, Overheard other) {
    if (comparison instanceof Shadow.Similarity) {
      return Prompt.toEmbed(List.of(words(given), words(other)), Sampling.GREEDY, Map.of());
    }
    return PoolQuestions.question(
        JUDGE,
        "Shopper: %s\nFirst: %s\nSecond: %s"
            .formatted(asked.lastSaid(), given.whole(), other.whole()),
        Grade.REPLY_TOKENS);
  }

  /** There is no vector of nothing. */
  private static String words(Overheard answer) {
    return answer.whole().isEmpty() ? "-" : answer.whole();
  }

  /** By rules, of which there must be some. */
  boolean doesByRules(Overheard given, Overheard other) {
    Shadow.Rules rules = (Shadow.Rules) comparison;
    return (!rules.sameTools() || isSame(given.calls(), other.calls()))
        && PoolQuestions.keeps(other.whole(), rules.words());
  }

  private static boolean isSame(List<Call> some, List<Call> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!some.get(i).tool().equals(others.get(i).tool())
          || !json(some.get(i).arguments()).equals(json(others.get(i).arguments()))) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode json(String arguments) {
    try {
      return JSON.readTree(arguments);
    } catch (JsonProcessingException e) {
      return JSON.getNodeFactory().textNode(arguments);
    }
  }

  /** By what the pool said; empty where it said nothing of use. */
  Optional<Boolean> does(Overheard said) {
    if (comparison instanceof Shadow.Similarity similarity) {
      return said.vectors().size() == 2
          ? Optional.of(
              cosine(said.vectors().get(0), said.vectors().get(1)) >= similarity.atLeast())
          : Optional.empty();
    }
    OptionalDouble grade = Grade.in(said.text());
    return grade.isPresent()
        ? Optional.of(grade.getAsDouble() >= ((Shadow.Judge) comparison).atLeast())
        : Optional.empty();
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double ones = 0;
    double others = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      ones += (double) one[i] * one[i];
      others += (double) other[i] * other[i];
    }
    return product / Math.max(Double.MIN_NORMAL, Math.sqrt(ones * others));
  }
}
