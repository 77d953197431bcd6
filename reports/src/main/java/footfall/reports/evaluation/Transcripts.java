package footfall.reports.evaluation;

import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.retail.Taste;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Conversations as rows of {@code conversations.jsonl.gz}, for people to read. Stateless. */
public final class Transcripts {
  private Transcripts() {}

  /**
   * One conversation.
   *
   * @param model the name of its pool
   */
  public static Map<String, Object> row(
      String model, EvaluatedConversation conversation, QualityScores scores) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("model", model);
    row.put("shopper", conversation.number());
    row.put("language", conversation.language());
    row.put("wants", wants(conversation.taste()));
    for (String measure : QualityScores.MEASURES) {
      double mark = scores.of(measure);
      row.put(measure, Double.isNaN(mark) ? null : mark);
    }
    List<Map<String, Object>> turns = new ArrayList<>();
    for (int i = 0; i < conversation.turns().size(); i++) {
      turns.add(turn(conversation.turns().get(i), scores.turns().get(i)));
    }
    row.put("turns", turns);
    return row;
  }

  private static Map<String, Object> wants(Taste taste) {
    Map<String, Object> wants = new LinkedHashMap<>();
    taste.item().map(Word::key).ifPresent(item -> wants.put("item", item));
    taste.occasion().map(Word::key).ifPresent(occasion -> wants.put("for", occasion));
    wants.put("color", taste.color().key());
    wants.put("style", taste.style().key());
    wants.put("max", taste.budget());
    return wants;
  }

  private static Map<String, Object> turn(EvaluatedTurn turn, QualityScores.TurnMarks scores) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("says", turn.said().text());
    row.put("wanted", turn.said().call().map(ToolCall::text).orElse(null));
    row.put("calls", turn.calls().stream().map(ToolCall::text).toList());
    row.put("results", turn.results());
    row.put("reply", turn.reply());
    row.put("ending", turn.ending().name().toLowerCase(Locale.ROOT));
    row.put("exactCall", scores.toolSelection() == 1);
    row.put("coherence", scores.coherence());
    row.put("flows", scores.flow() == 1);
    row.put("ndcgAt5", Double.isNaN(scores.ndcgAt5()) ? null : scores.ndcgAt5());
    return row;
  }
}
