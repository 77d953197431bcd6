package footfall.reports.evaluation;

import footfall.scenarios.evaluation.Evaluation;
import java.util.Map;
import java.util.OptionalDouble;

/** A conversation with one model: of a shopper of ours, or one that was recorded elsewhere. */
public interface ExaminedConversation {
  /** Index of the model's pool in the scenario. */
  int pool();

  /** Of the shopper or of the recording, the same with every model. */
  long number();

  /** As the scenario or the recording calls it. */
  String language();

  /** The kind of shop that it is about; empty where nobody says. */
  String vertical();

  /** How many messages the model answered, or failed to. */
  int turnCount();

  /** Opinion of a judge, from 0 to 1; empty where none was asked, or gave none. */
  OptionalDouble opinion();

  /** The same with a judge's opinion. */
  ExaminedConversation judged(OptionalDouble opinion);

  /** What it is worth. */
  QualityScores scores(Evaluation.Weights weights);

  /** What was said, for a judge to read. */
  String transcript();

  /**
   * A row of {@code conversations.jsonl.gz}.
   *
   * @param model name of its pool
   */
  Map<String, Object> row(String model, QualityScores scores);
}
