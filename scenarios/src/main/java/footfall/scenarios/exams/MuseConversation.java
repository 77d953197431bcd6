package footfall.scenarios.exams;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.exams.RecordedDialogue.Recorded;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code {"conversation_id": .., "language": .., "turns": [{"user_input": .., "tool_calls": [..],
 * "system_response": ..}]}}, the conversations of the repository AnandMayank/Muse_v2.
 */
final class MuseConversation implements DialogueForm {
  @Override
  public boolean isOf(JsonNode entry) {
    return entry.path("turns").path(0).has("user_input");
  }

  @Override
  public RecordedDialogue read(Entry entry) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode turn : entry.json().get("turns")) {
      String said = turn.path("user_input").asText("");
      if (said.isBlank()) {
        throw entry.wrong("has a turn without user_input", "leave it out");
      }
      List<Recorded> calls = new ArrayList<>();
      for (JsonNode call : turn.path("tool_calls")) {
        JsonNode result = call.path("execution_result");
        calls.add(
            new Recorded(
                entry.call(call.path("tool_name").asText(), call.path("arguments")),
                result.isTextual()
                    ? result.asText()
                    : result.isMissingNode() ? "" : result.toString()));
      }
      turns.add(
          new Turn(
              said,
              calls,
              turn.path("system_response").asText(""),
              entry.relevant(turn.path("relevant"))));
    }
    return new RecordedDialogue(
        entry.place(),
        entry.name(),
        entry.language(),
        entry.vertical(),
        "",
        turns,
        entry.tools(),
        true);
  }
}
