package footfall.scenarios.evaluation;

import footfall.scenarios.exams.Exam;
import java.util.Optional;

/**
 * How the models of a scenario are examined.
 *
 * @param conversations with each model; the same shoppers come to all
 * @param together conversations that go on at the same time
 * @param load conversations that begin in a second when each model is examined once more; zero for
 *     none
 * @param warmUp conversations with each model before those that count
 * @param products in the catalog
 * @param turns the most messages of a shopper
 * @param singleTurn share of the conversations that end with the first answer
 * @param history turns before this one that a model is told again
 * @param misspelled share of the messages with a slip of the pen
 * @param unseenPhrases whether shoppers of ours speak in phrases that no embedded model was trained
 *     with
 * @param replyTokens the longest reply
 * @param significance the probability of telling alike models apart, over all pairs of a measure
 * @param judge the pool whose model is asked for its opinion; empty for none
 * @param rubric by which the judge goes; empty for our own
 * @param exam recorded dialogues that stand in for our shoppers; empty for our shoppers
 */
public record Evaluation(
    int conversations,
    int together,
    double load,
    int warmUp,
    int products,
    int turns,
    double singleTurn,
    int history,
    double misspelled,
    boolean unseenPhrases,
    int replyTokens,
    double significance,
    Weights satisfaction,
    Optional<String> judge,
    Optional<String> rubric,
    Optional<Exam> exam) {

  /** The same with so many conversations at most, and none before them. */
  public Evaluation of(int most) {
    return new Evaluation(
        Math.min(most, conversations),
        together,
        0,
        0,
        products,
        turns,
        singleTurn,
        history,
        misspelled,
        unseenPhrases,
        replyTokens,
        significance,
        satisfaction,
        judge,
        rubric,
        exam);
  }

  /** How many conversations are held with each model: no dialogue is held twice. */
  public int held() {
    return exam.map(own -> Math.min(conversations, own.dialogues().size())).orElse(conversations);
  }

  /**
   * What satisfies: task success against the costs of getting there, as in PARADISE (Walker,
   * Litman, Kamm and Abella, ACL 1997), with stated weights instead of fitted ones.
   *
   * @param task having got what was wanted
   * @param tools right calls of tools
   * @param coherence replies that go with what was said and found
   * @param flow turns without a breakdown
   */
  public record Weights(double task, double tools, double coherence, double flow) {
    /** The weighted mean of four parts, each from 0 to 1; those that are NaN count for nothing. */
    public double mean(double ofTask, double ofTools, double ofCoherence, double ofFlow) {
      double[] weights = {task, tools, coherence, flow};
      double[] parts = {ofTask, ofTools, ofCoherence, ofFlow};
      double sum = 0;
      double weight = 0;
      for (int i = 0; i < parts.length; i++) {
        if (!Double.isNaN(parts[i])) {
          sum += weights[i] * parts[i];
          weight += weights[i];
        }
      }
      return sum / weight;
    }
  }
}
