package footfall.scenarios.routing;

import java.util.List;

/** What tells, in live mode, how confident one can be in the answer of a model. */
public sealed interface ConfidenceMeasure {
  /** The geometric mean of the probabilities of the answer's tokens. */
  record Logprobs() implements ConfidenceMeasure {}

  /**
   * 1 where the answer keeps to all of them, else 0.
   *
   * @param unsure regular expressions, none of which is found in it, in either case
   * @param minCharacters the answer is no shorter
   * @param maxCharacters the answer is no longer
   */
  record Rules(List<String> unsure, int minCharacters, int maxCharacters)
      implements ConfidenceMeasure {
    /** Copies the list. */
    public Rules {
      unsure = List.copyOf(unsure);
    }
  }

  /**
   * A model that grades the answer.
   *
   * @param pool in which it is asked: it takes time, queues and costs, in simulation too
   */
  record Judge(String pool) implements ConfidenceMeasure {}
}
