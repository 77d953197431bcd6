package footfall.reports.evaluation;

/**
 * Conversations of two models that a judge has compared twice, in either order: a judge that goes
 * by the order is none.
 *
 * @param pairs of conversations of which it has named a better one both times
 * @param consistent those of which it has named the same conversation
 * @param first how often the one that it read first was named, of twice the pairs
 */
public record JudgedPairs(int pairs, int consistent, int first) {
  /** None. */
  public static final JudgedPairs NONE = new JudgedPairs(0, 0, 0);

  /** These and one more. */
  public JudgedPairs plus(boolean isConsistent, int firstNamed) {
    return new JudgedPairs(pairs + 1, consistent + (isConsistent ? 1 : 0), first + firstNamed);
  }
}
