package footfall.reports.evaluation;

import footfall.reports.evaluation.EvaluatedTurn.Ending;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.retail.Product;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Where a conversation stops flowing: kinds of breakdown as in the dialogue breakdown detection
 * challenge (Higashinaka et al., LREC 2016), each told by a rule. The flow of a conversation is the
 * part of its turns without one.
 */
public enum Breakdown {
  /** No reply at all. */
  NO_ANSWER,
  /** The same call twice in a turn, or calls without end. */
  LOOP,
  /** What was asked for is ignored: no tool is called where one is wanted. */
  IGNORED,
  /** A tool is called where the shopper only talks. */
  UNWANTED,
  /**
   * What the shopper has just turned down is recommended again, though there was something else.
   */
  REPETITION;

  /**
   * What breaks in a turn; empty where it flows.
   *
   * @param before null for the first turn
   */
  static Optional<Breakdown> of(EvaluatedTurn turn, EvaluatedTurn before) {
    if (turn.ending() == Ending.FAILED || turn.reply().isBlank()) {
      return Optional.of(turn.ending() == Ending.LOOPED ? LOOP : NO_ANSWER);
    }
    List<String> calls = turn.calls().stream().map(ToolCall::text).toList();
    if (new HashSet<>(calls).size() < calls.size()) {
      return Optional.of(LOOP);
    }
    boolean wanted = turn.said().call().isPresent();
    if (wanted && calls.isEmpty()) {
      return Optional.of(IGNORED);
    }
    if (!wanted && !calls.isEmpty()) {
      return Optional.of(UNWANTED);
    }
    return repeats(turn, before) ? Optional.of(REPETITION) : Optional.empty();
  }

  private static boolean repeats(EvaluatedTurn turn, EvaluatedTurn before) {
    if (before == null || !turn.seeksProducts() || !before.seeksProducts()) {
      return false;
    }
    boolean turnedDown = turn.said().intent().equals("filter");
    if (!turnedDown || turn.named().isEmpty() || before.named().isEmpty()) {
      return !turnedDown && turn.reply().equals(before.reply());
    }
    Product again = turn.named().get(0);
    return again.equals(before.named().get(0))
        && turn.found().stream().anyMatch(product -> !product.equals(again));
  }
}
