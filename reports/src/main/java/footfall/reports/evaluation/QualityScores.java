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
          "mrr",
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
      double recallAt5,
      double reciprocalRank) {
    /** By name of the measure; NaN for those that only conversations have. */
    public double of(String measure) {
      return switch (measure) {
        case "coherence" -> coherence;
        case "tool_selection" -> toolSelection;
        case "flow" -> flow;
        case "ndcg_at_1" -> ndcgAt1;
        case "ndcg_at_5" -> ndcgAt5;
        case "recall_at_5" -> recallAt5;
        case "mrr" -> reciprocalRank;
        default -> Double.NaN;
      };
    }
  }

  /** Marks a conversation. */
  public static QualityScores of(
      EvaluatedConversation conversation, Catalog catalog, Evaluation.Weights weights) {
    Taste taste = conversation.taste();
    double[] all = catalog.products().stream().mapToDouble(taste::grade).toArray();
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
      double[] gains =
          turn.shown().stream()
              .mapToDouble(product -> turn.found().contains(product) ? taste.grade(product) : 0)
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
              seeks ? Ranking.recall(gains, all, Taste.BEST, FEW) : Double.NaN,
              seeks ? Ranking.reciprocalRank(gains, Taste.BEST) : Double.NaN));
      before = turn;
    }
    return of(
        isFailed(conversation) ? rankingNothing(turns) : turns,
        calls,
        breakdowns,
        conversation.success(),
        conversation.opinion().orElse(Double.NaN),
        weights);
  }

  private static boolean isFailed(EvaluatedConversation conversation) {
    List<EvaluatedTurn> turns = conversation.turns();
    return turns.get(turns.size() - 1).ending() == EvaluatedTurn.Ending.FAILED;
  }

  /** A conversation that never came to ranking anything has ranked nothing right. */
  private static List<TurnMarks> rankingNothing(List<TurnMarks> turns) {
    if (turns.stream().anyMatch(turn -> !Double.isNaN(turn.ndcgAt1()))) {
      return turns;
    }
    List<TurnMarks> marked = new ArrayList<>(turns);
    TurnMarks last = marked.remove(marked.size() - 1);
    marked.add(
        new TurnMarks(
            last.intent(), last.coherence(), last.toolSelection(), last.flow(), 0, 0, 0, 0));
    return marked;
  }

  /**
   * Marks of a conversation from those of its turns.
   *
   * @param task task success; NaN where the recording does not say what that would be
   * @param opinion of a judge; NaN for none
   */
  static QualityScores of(
      List<TurnMarks> turns,
      CallMarks calls,
      List<Breakdown> breakdowns,
      double task,
      double opinion,
      Evaluation.Weights weights) {
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
    marks.put("task", task);
    marks.put("judge", opinion);
    marks.put(
        "satisfaction",
        weights.mean(task, marks.get("tool_selection"), marks.get("coherence"), marks.get("flow")));
    double[] byMeasure = marks.values().stream().mapToDouble(Double::doubleValue).toArray();
    return new QualityScores(byMeasure, calls, breakdowns, turns);
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
