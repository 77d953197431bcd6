package footfall.serving.exchange;

import footfall.actors.protocol.Exchange.Part;
import footfall.scenarios.routing.Classifier;
import footfall.scenarios.routing.ConfidenceMeasure;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.routing.Routing;
import footfall.serving.exchange.Prompt.ToolChoice;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What pools are asked beside the answer itself, so that it is known where that should come from
 * and whether it is good enough: of which kind a request is, how good an answer is. And how their
 * replies are read. Immutable.
 */
public final class PoolQuestions {
  /** Nothing is asked but the answer. */
  public static final PoolQuestions NONE =
      new PoolQuestions(Optional.empty(), Optional.empty(), Map.of());

  private static final int LABEL_TOKENS = 16;
  private static final String JUDGE =
      "You judge the assistant of an online shop. Grade its answer from 1 (useless) to 5"
          + " (perfect): is it right, and does it help the shopper? Answer with the grade alone.";

  private final Optional<ConfidenceMeasure> measure;
  private final Optional<Classifier> classifier;

  /** By label, what is found in requests of that kind. */
  private final Map<String, List<Pattern>> rules;

  private PoolQuestions(
      Optional<ConfidenceMeasure> measure,
      Optional<Classifier> classifier,
      Map<String, List<Pattern>> rules) {
    this.measure = measure;
    this.classifier = classifier;
    this.rules = rules;
  }

  /** As the routing of a scenario needs it. */
  public static PoolQuestions of(Routing routing) {
    Map<String, List<Pattern>> rules = new LinkedHashMap<>();
    routing
        .classifier()
        .ifPresent(
            asked -> asked.rules().forEach((label, words) -> rules.put(label, patterns(words))));
    return new PoolQuestions(
        routing.policy() instanceof Policy.Cascade cascade ? cascade.measure() : Optional.empty(),
        routing.classifier(),
        rules);
  }

  private static List<Pattern> patterns(List<String> words) {
    return words.stream()
        .map(word -> Pattern.compile(word, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
        .toList();
  }

  /**
   * What a pool is asked.
   *
   * @param prompt what the client asks
   * @param answer what is to be judged; empty before there is any
   */
  Prompt prompt(Part part, Prompt prompt, String answer) {
    return switch (part) {
      case ANSWER -> prompt;
      case CANDIDATE -> wantsLogprobs() ? prompt.withLogprobs() : prompt;
      case CLASSIFICATION -> question(instructions(), prompt.lastSaid(), LABEL_TOKENS);
      case JUDGEMENT ->
          question(
              JUDGE,
              "Shopper: " + prompt.lastSaid() + "\nAssistant: " + answer,
              Grade.REPLY_TOKENS);
    };
  }

  private String instructions() {
    return "Of which kind is the shopper's message? Answer with one of these words alone: "
        + String.join(", ", classifier.orElseThrow().labels())
        + ".";
  }

  /**
   * A question that is answered in a few tokens.
   *
   * @param tokens at most
   */
  public static Prompt question(String instructions, String text, int tokens) {
    List<Map<String, Object>> messages =
        List.of(
            Map.of("role", "system", "content", instructions),
            Map.of("role", "user", "content", text));
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("messages", messages);
    asked.put("max_tokens", tokens);
    asked.put("temperature", 0);
    Sampling sampling = new Sampling(tokens, 0, 0, 1, 0, 1, 0, List.of(), false);
    return new Prompt(messages, List.of(), ToolChoice.FREE, null, sampling, asked);
  }

  /** Whether the probabilities of tokens tell how confident one can be in an answer. */
  boolean wantsLogprobs() {
    return measure.filter(ConfidenceMeasure.Logprobs.class::isInstance).isPresent();
  }

  /** Whether a judge tells it. */
  boolean asksJudge() {
    return measure.filter(ConfidenceMeasure.Judge.class::isInstance).isPresent();
  }

  /**
   * How confident one can be in an answer; not a number where that is not known.
   *
   * @param meanLogprob of its tokens, not a number where it is not known
   * @param judgement what the judge replied; null where none was asked
   */
  double confidence(String answer, double meanLogprob, String judgement) {
    if (measure.isEmpty()) {
      return Double.NaN;
    }
    if (measure.get() instanceof ConfidenceMeasure.Rules stated) {
      return keeps(answer, stated) ? 1 : 0;
    }
    if (measure.get() instanceof ConfidenceMeasure.Judge) {
      OptionalDouble grade = judgement == null ? OptionalDouble.empty() : Grade.in(judgement);
      return grade.orElse(Double.NaN);
    }
    return Math.exp(meanLogprob);
  }

  /** Whether an answer keeps to all rules. */
  public static boolean keeps(String answer, ConfidenceMeasure.Rules stated) {
    int length = answer.strip().length();
    return length >= stated.minCharacters()
        && length <= stated.maxCharacters()
        && patterns(stated.unsure()).stream().noneMatch(unsure -> unsure.matcher(answer).find());
  }

  /** Whether rules tell of which kind a request is, and no model. */
  boolean classifiesByRules() {
    return !rules.isEmpty();
  }

  /** The kind whose rules the request meets first; empty for none. */
  String labelByRules(Prompt prompt) {
    String said = prompt.lastSaid();
    for (Map.Entry<String, List<Pattern>> rule : rules.entrySet()) {
      if (rule.getValue().stream().anyMatch(pattern -> pattern.matcher(said).find())) {
        return rule.getKey();
      }
    }
    return "";
  }

  /** The kind that a model has named first, the longest where several begin alike; or empty. */
  String labelIn(String reply) {
    String said = reply.toLowerCase(Locale.ROOT);
    return classifier.orElseThrow().labels().stream()
        .filter(label -> said.contains(label.toLowerCase(Locale.ROOT)))
        .min(
            Comparator.comparingInt((String label) -> said.indexOf(label.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.comparingInt(String::length).reversed()))
        .orElse("");
  }
}
