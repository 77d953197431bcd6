package footfall.reports.evaluation;

import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.retail.Taste;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A conversation of one shopper with one model.
 *
 * @param pool index of the model's pool in the scenario
 * @param number of the shopper, the same with every model
 * @param language as the scenario calls it
 * @param taste what the shopper would like, said or not
 * @param success how far it has got what it came for, from 0 to 1
 * @param opinion of a judge, from 0 to 1; empty where none was asked, or gave none
 */
public record EvaluatedConversation(
    int pool,
    long number,
    String language,
    DialogueLanguage tongue,
    Taste taste,
    List<EvaluatedTurn> turns,
    double success,
    OptionalDouble opinion) {
  /** Copies the list. */
  public EvaluatedConversation {
    turns = List.copyOf(turns);
  }

  /** The same with a judge's opinion. */
  public EvaluatedConversation judged(OptionalDouble other) {
    return new EvaluatedConversation(pool, number, language, tongue, taste, turns, success, other);
  }
}
