package footfall.reports.evaluation;

import footfall.reports.evaluation.EvaluatedTurn.Ending;
import footfall.reports.evaluation.QualityScores.TurnMarks;
import footfall.reports.evaluation.RecordedConversation.Answer;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.evaluation.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a recorded dialogue is worth as a model answered it. What a recording does not state is in
 * no mark: calls only where it says which are wanted, rankings only where it says what is relevant,
 * the script only where it says which language.
 *
 * <ul>
 *   <li>tool selection of a turn: exactly the wanted calls were made, or none where none is wanted
 *       ({@link CallMarks}, parallel ones in any order);
 *   <li>NDCG, recall and reciprocal rank: of what the user sees, against the stated gains;
 *   <li>coherence: the part of a checklist that holds: the reply is there and came to its end; it
 *       names no item that neither a tool nor anybody before has named; it names one where some are
 *       relevant; it is in the script of its language;
 *   <li>flow: no {@link Breakdown};
 *   <li>task: the mean of tool selection and of the gain of the first item named over the greatest,
 *       where they are stated.
 * </ul>
 */
final class RecordedScores {
  private static final int FEW = 5;

  private final RecordedConversation conversation;

  RecordedScores(RecordedConversation conversation) {
    this.conversation = conversation;
  }

  QualityScores of(Evaluation.Weights weights) {
    CallMarks calls = CallMarks.NONE;
    List<Breakdown> breakdowns = new ArrayList<>();
    List<TurnMarks> turns = new ArrayList<>();
    List<Double> tasks = new ArrayList<>();
    String before = "";
    for (Answer answer : conversation.answers()) {
      CallMarks called = CallMarks.of(answer.asked().wanted(), answer.calls());
      double selection = conversation.judgesCalls() ? (called.isExact() ? 1 : 0) : Double.NaN;
      if (conversation.judgesCalls()) {
        calls = calls.plus(called);
      }
      Optional<Breakdown> breakdown = breakdown(answer, before);
      breakdown.ifPresent(breakdowns::add);
      TurnMarks marks = marks(answer, selection, breakdown.isPresent() ? 0 : 1);
      turns.add(marks);
      double first = gainOfFirst(answer);
      Arrays.stream(new double[] {selection, first})
          .filter(mark -> !Double.isNaN(mark))
          .average()
          .ifPresent(tasks::add);
      before = answer.reply();
    }
    double task = tasks.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double opinion = conversation.opinion().orElse(Double.NaN);
    return QualityScores.of(turns, calls, breakdowns, task, opinion, weights);
  }

  private TurnMarks marks(Answer answer, double selection, double flow) {
    Map<String, Double> relevant = answer.asked().relevant();
    double[] all = relevant.values().stream().mapToDouble(Double::doubleValue).toArray();
    double[] gains =
        answer.shown().stream().mapToDouble(id -> relevant.getOrDefault(id, 0.0)).toArray();
    boolean ranks = Arrays.stream(all).anyMatch(gain -> gain > 0);
    return new TurnMarks(
        answer.intent(),
        coherence(answer),
        selection,
        flow,
        ranks ? Ranking.ndcg(gains, all, 1) : Double.NaN,
        ranks ? Ranking.ndcg(gains, all, FEW) : Double.NaN,
        ranks ? Ranking.recall(gains, all, Double.MIN_VALUE, FEW) : Double.NaN,
        ranks ? Ranking.reciprocalRank(gains, Double.MIN_VALUE) : Double.NaN);
  }

  private static double gainOfFirst(Answer answer) {
    Collection<Double> gains = answer.asked().relevant().values();
    double most = gains.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    if (most == 0) {
      return Double.NaN;
    }
    return answer.named().isEmpty()
        ? 0
        : answer.asked().relevant().getOrDefault(answer.named().get(0), 0.0) / most;
  }

  private double coherence(Answer answer) {
    List<Boolean> items = new ArrayList<>();
    boolean complete = answer.ending() == Ending.COMPLETE && !answer.reply().isBlank();
    items.add(complete);
    List<String> known = new ArrayList<>(answer.known());
    known.addAll(answer.found());
    items.add(complete && known.containsAll(answer.named()));
    if (!answer.asked().relevant().isEmpty()) {
      items.add(complete && !answer.named().isEmpty());
    }
    if (!conversation.language().equals(RecordedConversation.UNSTATED)
        && DialogueLanguage.isSpoken(conversation.language())) {
      items.add(
          complete && Script.fits(answer.reply(), DialogueLanguage.named(conversation.language())));
    }
    return (double) items.stream().filter(item -> item).count() / items.size();
  }

  private Optional<Breakdown> breakdown(Answer answer, String before) {
    if (answer.ending() == Ending.FAILED || answer.reply().isBlank()) {
      return Optional.of(answer.ending() == Ending.LOOPED ? Breakdown.LOOP : Breakdown.NO_ANSWER);
    }
    List<String> calls = answer.calls().stream().map(ToolCall::text).toList();
    if (new HashSet<>(calls).size() < calls.size()) {
      return Optional.of(Breakdown.LOOP);
    }
    boolean wanted = !answer.asked().calls().isEmpty();
    if (conversation.judgesCalls() && wanted && calls.isEmpty()) {
      return Optional.of(Breakdown.IGNORED);
    }
    if (conversation.judgesCalls() && !wanted && !calls.isEmpty()) {
      return Optional.of(Breakdown.UNWANTED);
    }
    return answer.reply().equals(before) ? Optional.of(Breakdown.REPETITION) : Optional.empty();
  }
}
