package footfall.reports.evaluation;

import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Lexicon;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.retail.Catalog;
import footfall.scenarios.retail.Taste;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A conversation of one shopper with one model.
 *
 * @param pool index of the model's pool in the scenario
 * @param number of the shopper, the same with every model
 * @param language as the scenario calls it
 * @param taste what the shopper would like, said or not
 * @param success how far it has got what it came for, from 0 to 1
 * @param catalog of the shop
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
    Catalog catalog,
    OptionalDouble opinion)
    implements ExaminedConversation {
  /** Copies the list. */
  public EvaluatedConversation {
    turns = List.copyOf(turns);
  }

  @Override
  public String vertical() {
    return taste.item().map(Lexicon::verticalOf).orElse("");
  }

  @Override
  public int turnCount() {
    return turns.size();
  }

  @Override
  public EvaluatedConversation judged(OptionalDouble other) {
    return new EvaluatedConversation(
        pool, number, language, tongue, taste, turns, success, catalog, other);
  }

  @Override
  public QualityScores scores(Evaluation.Weights weights) {
    return QualityScores.of(this, catalog, weights);
  }

  @Override
  public String transcript() {
    StringBuilder text = new StringBuilder();
    for (EvaluatedTurn turn : turns) {
      text.append("Shopper: ").append(turn.said().text()).append('\n');
      for (int i = 0; i < turn.calls().size(); i++) {
        text.append("Tool: ").append(turn.calls().get(i).text());
        text.append(" -> ").append(turn.results().get(i)).append('\n');
      }
      text.append("Assistant: ").append(turn.reply()).append('\n');
    }
    return text.toString();
  }

  @Override
  public Map<String, Object> row(String model, QualityScores scores) {
    return Transcripts.row(model, this, scores);
  }
}
