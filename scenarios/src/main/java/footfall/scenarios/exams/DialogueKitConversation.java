package footfall.scenarios.exams;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code {"conversation ID": .., "conversation": [{"participant": "USER", "utterance": ..}, ..]}},
 * as DialogueKit and UserSimCRS write them. They record no calls of tools, so that none is wanted
 * and none is judged.
 */
final class DialogueKitConversation implements DialogueForm {
  @Override
  public boolean isOf(JsonNode entry) {
    return entry.path("conversation").path(0).has("utterance");
  }

  @Override
  public RecordedDialogue read(Entry entry) {
    List<Turn> turns = new ArrayList<>();
    Map<String, Double> relevant = entry.relevant(entry.json().path("relevant"));
    String said = "";
    String reply = "";
    for (JsonNode message : entry.json().get("conversation")) {
      String participant = message.path("participant").asText().toUpperCase(Locale.ROOT);
      String utterance = message.path("utterance").asText("");
      switch (participant) {
        case "USER" -> {
          if (!reply.isEmpty() && !said.isEmpty()) {
            turns.add(new Turn(said, List.of(), reply, relevant));
            said = "";
          }
          reply = "";
          said = said.isEmpty() ? utterance : said + "\n" + utterance;
        }
        case "AGENT" -> reply = reply.isEmpty() ? utterance : reply + "\n" + utterance;
        default ->
            throw entry.wrong(
                "has an utterance of `" + message.path("participant").asText() + "`",
                "write USER or AGENT");
      }
    }
    if (!said.isEmpty()) {
      turns.add(new Turn(said, List.of(), reply, relevant));
    }
    return new RecordedDialogue(
        entry.place(),
        entry.name(),
        entry.language(),
        entry.vertical(),
        "",
        turns,
        List.of(),
        false);
  }
}
