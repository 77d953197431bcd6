package footfall.scenarios.exams;

import footfall.scenarios.dialogues.ToolCall;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dialogue that somebody has recorded, with what a good assistant would do in it.
 *
 * @param place file and line, for messages
 * @param name by which its file knows it, or its place there
 * @param language as its file calls it; empty where it does not tell
 * @param vertical the kind of shop, as its file calls it; empty where it does not tell
 * @param instructions to the assistant; empty for none
 * @param tools that it may call, as OpenAI's API has them; empty for those of the exam
 * @param recordsCalls whether its form records calls of tools, so that none recorded means none
 *     wanted
 */
public record RecordedDialogue(
    String place,
    String name,
    String language,
    String vertical,
    String instructions,
    List<Turn> turns,
    List<Map<String, Object>> tools,
    boolean recordsCalls) {
  /** Copies the lists. */
  public RecordedDialogue {
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
  }

  /**
   * A message of the user, and what was recorded after it.
   *
   * @param calls of tools that are wanted, in order; those of one step may come in any order
   * @param reply of the recorded assistant; empty where there was none
   * @param relevant gain of each item that would be a good recommendation, by its id; empty where
   *     none is stated
   */
  public record Turn(
      String said, List<Recorded> calls, String reply, Map<String, Double> relevant) {
    /** Copies the list and the map, and keeps the order. */
    public Turn {
      calls = List.copyOf(calls);
      relevant = Collections.unmodifiableMap(new LinkedHashMap<>(relevant));
    }

    /** The wanted calls without their results. */
    public List<ToolCall> wanted() {
      return calls.stream().map(Recorded::call).toList();
    }
  }

  /**
   * A call of a tool.
   *
   * @param result as it was recorded; empty where it was not
   */
  public record Recorded(ToolCall call, String result) {}
}
