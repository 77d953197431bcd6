package footfall.reports.evaluation;

import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.retail.Catalog;
import footfall.scenarios.retail.Product;
import footfall.scenarios.retail.Taste;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a conversation is worth, by measure, from 0 to 1: means over its turns. A measure that does
 * not concern it is NaN.
 *
 * @param byMeasure in the order of {@link #MEASURES}
 * @param calls over all turns
 * @param breakdowns of the turns that had one
 * @param turns each with its own marks, for those who ask by intent
 */
public record QualityScores(
    double[] byMeasure, CallMarks calls, List<Breakdown> breakdowns, List<TurnMarks> turns) {
  /** What is measured; satisfaction is a stated composite of {@code task} and others. */
  public static final List<String> MEASURES =
      List.of(
          "satisfaction",
          "coherence",
          "tool_selection",
          "flow",
          "ndcg_at_1",
          "ndcg_at_5",
          "recall_at_5",
          "task",
          "judge");

  private static final int FEW = 5;

  /** Marks of a turn; rankings are NaN where no products are asked for. */
  public record TurnMarks(
      String intent,
      double coherence,
      double toolSelection,
      double flow,
      double ndcgAt1,
      double ndcgAt5,
      double recallAt5) {
    /** By name of the measure; NaN for those that only conversations have. */
    public double of(String measure) {
      return switch (measure) {
        case "coherence" -> coherence;
        case "tool_selection" -> toolSelection;
        case "flow" -> flow;
        case "ndcg_at_1" -> ndcgAt1;
        case "ndcg_at_5" -> ndcgAt5;
        case "recall_at_5" -> recallAt5;
        default -> Double.NaN;
      };
    }
  }

  /** Marks a conversation. */
  public static QualityScores of(
      EvaluatedConversation conversation, Catalog catalog, Evaluation.Weights weights) {
    Taste taste = conversation.taste();
    int[] all = catalog.products().stream().mapToInt(taste::grade).toArray();
    Coherence coherence = new Coherence(conversation.tongue());
    CallMarks calls = CallMarks.NONE;
    List<Breakdown> breakdowns = new ArrayList<>();
    List<TurnMarks> turns = new ArrayList<>();
    EvaluatedTurn before = null;
    for (EvaluatedTurn turn : conversation.turns()) {
      CallMarks called = CallMarks.of(turn.said().call(), turn.calls());
      calls = calls.plus(called);
      Optional<Breakdown> breakdown = Breakdown.of(turn, before);
      breakdown.ifPresent(breakdowns::add);
      int[] gains =
          turn.shown().stream()
              .mapToInt(product -> turn.found().contains(product) ? taste.grade(product) : 0)
              .toArray(); // A name that no tool has found is a lucky guess.
      boolean seeks = turn.seeksProducts();
      turns.add(
          new TurnMarks(
              turn.said().intent(),
              coherence.mark(turn),
              called.isExact() ? 1 : 0,
              breakdown.isPresent() ? 0 : 1,
              seeks ? Ranking.ndcg(gains, all, 1) : Double.NaN,
              seeks ? Ranking.ndcg(gains, all, FEW) : Double.NaN,
              seeks ? Ranking.recall(gains, all, Taste.BEST, FEW) : Double.NaN));
      before = turn;
    }
    return new QualityScores(byMeasure(conversation, turns, weights), calls, breakdowns, turns);
  }

  private static double[] byMeasure(
      EvaluatedConversation conversation, List<TurnMarks> turns, Evaluation.Weights weights) {
    Map<String, Double> marks = new LinkedHashMap<>();
    for (String measure : MEASURES) {
      marks.put(
          measure,
          turns.stream()
              .mapToDouble(turn -> turn.of(measure))
              .filter(mark -> !Double.isNaN(mark))
              .average()
              .orElse(Double.NaN));
    }
    EvaluatedTurn last = conversation.turns().get(conversation.turns().size() - 1);
    if (last.ending() == EvaluatedTurn.Ending.FAILED) { // It never came to ranking anything.
      for (String measure : List.of("ndcg_at_1", "ndcg_at_5", "recall_at_5")) {
        marks.compute(measure, (name, mark) -> Double.isNaN(mark) ? 0 : mark);
      }
    }
    marks.put("task", conversation.success());
    marks.put("judge", conversation.opinion().orElse(Double.NaN));
    marks.put(
        "satisfaction",
        weights.mean(
            conversation.success(),
            marks.get("tool_selection"),
            marks.get("coherence"),
            marks.get("flow")));
    return marks.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A measure by its name. */
  public double of(String measure) {
    return byMeasure[MEASURES.indexOf(measure)];
  }

  /** How far a product is what a taste asks for, from 0 to 1. */
  public static double success(Taste taste, Product product) {
    return (double) taste.grade(product) / Taste.BEST;
  }
}
