package footfall.scenarios.exams;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.exams.RecordedDialogue.Recorded;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row of {@code conversations.jsonl.gz} of an evaluation: the model of then is the recorded
 * assistant. Its right calls have the results that were recorded.
 */
final class OwnTranscript implements DialogueForm {
  @Override
  public boolean isOf(JsonNode entry) {
    return entry.path("turns").path(0).has("says");
  }

  @Override
  public RecordedDialogue read(Entry entry) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode turn : entry.json().get("turns")) {
      List<Recorded> calls = new ArrayList<>();
      String wanted = turn.path("wanted").asText("");
      if (turn.path("wanted").isTextual()) {
        ToolCall call =
            ToolCall.parse(wanted)
                .orElseThrow(
                    () ->
                        entry.wrong("wants `" + wanted + "`, which is no call", "evaluate again"));
        calls.add(new Recorded(call, result(turn, wanted)));
      }
      turns.add(
          new Turn(turn.get("says").asText(""), calls, turn.path("reply").asText(""), Map.of()));
    }
    String name = entry.json().path("model").asText() + " " + entry.json().path("shopper").asText();
    return new RecordedDialogue(
        entry.place(),
        name.strip(),
        entry.language(),
        entry.vertical(),
        "",
        turns,
        List.of(),
        true);
  }

  private static String result(JsonNode turn, String wanted) {
    for (int call = 0; call < turn.path("calls").size(); call++) {
      if (turn.get("calls").get(call).asText().equals(wanted)) {
        return turn.path("results").path(call).asText("");
      }
    }
    return "";
  }
}
