package footfall.reports.evaluation;

import footfall.reports.evaluation.EvaluatedTurn.Ending;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.retail.Product;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether replies go with what was said and found: a checklist after the maxims of Grice ("Logic
 * and conversation", 1975), each item a rule that needs no judge. The mark of a turn is the part of
 * the items that hold, of those that concern it:
 *
 * <ul>
 *   <li>complete (quantity): there is a reply, and it came to its end by itself;
 *   <li>grounded (quality): it names no product that neither a tool has found nor the shopper
 *       named;
 *   <li>responsive (relation): it names a product where products are asked for and were found, one
 *       of the two where two are compared, and the translation where one is asked for;
 *   <li>consistent (Welleck et al., "Dialogue natural language inference", ACL 2019): what it
 *       recommends goes against nothing that the shopper has said;
 *   <li>in the shopper's script (manner).
 * </ul>
 *
 * <p>One object marks one conversation, turn by turn. Not thread-safe.
 */
final class Coherence {
  private final DialogueLanguage tongue;
  private final Preferences preferences = new Preferences();
  private final Set<String> seen = new HashSet<>();

  Coherence(DialogueLanguage tongue) {
    this.tongue = tongue;
  }

  /** The mark of the next turn, from 0 to 1. */
  double mark(EvaluatedTurn turn) {
    turn.said().call().ifPresent(preferences::hear);
    turn.found().forEach(product -> seen.add(product.id()));
    List<Boolean> items = new ArrayList<>();
    boolean complete = turn.ending() == Ending.COMPLETE && !turn.reply().isBlank();
    items.add(complete);
    items.add(complete && isGrounded(turn));
    if (turn.said().call().isPresent()) {
      items.add(complete && isResponsive(turn));
    }
    if (turn.seeksProducts()) {
      boolean found = complete && !turn.named().isEmpty();
      items.add(found ? preferences.areMetBy(turn.named().get(0)) : complete && foundNothing(turn));
    }
    if (!turn.said().intent().equals("translate")) {
      items.add(complete && isInScript(turn));
    }
    return (double) items.stream().filter(item -> item).count() / items.size();
  }

  private boolean isGrounded(EvaluatedTurn turn) {
    return turn.named().stream()
        .map(Product::id)
        .allMatch(id -> seen.contains(id) || turn.said().text().contains(id));
  }

  private static boolean isResponsive(EvaluatedTurn turn) {
    return switch (turn.said().intent()) {
      case "translate" ->
          !turn.results().isEmpty()
              && turn.reply().contains(turn.results().get(turn.results().size() - 1));
      case "compare" ->
          !turn.named().isEmpty() && turn.said().text().contains(turn.named().get(0).id());
      default -> !turn.named().isEmpty() || foundNothing(turn);
    };
  }

  /** Whether a tool has looked, in vain. */
  private static boolean foundNothing(EvaluatedTurn turn) {
    return !turn.calls().isEmpty() && turn.found().isEmpty();
  }

  /** The names of products are in Latin letters in every script. */
  private boolean isInScript(EvaluatedTurn turn) {
    String words = turn.reply();
    for (Product product : turn.named()) {
      words = words.replace(product.id(), "");
    }
    return Script.fits(words, tongue);
  }
}
