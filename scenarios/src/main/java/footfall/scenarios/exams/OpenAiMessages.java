package footfall.scenarios.exams;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.exams.RecordedDialogue.Recorded;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"messages": [..], "tools": [..]}}, as OpenAI's API and its files for fine-tuning have
 * them. {@code relevant}, of the entry or of a message of the assistant, states which items are
 * good recommendations; rows for the fine-tuning of MUSE have them as {@code
 * metadata.recommended_items}.
 */
final class OpenAiMessages implements DialogueForm {
  @Override
  public boolean isOf(JsonNode entry) {
    JsonNode first = body(entry).path("messages").path(0);
    return first.has("role");
  }

  private static JsonNode body(JsonNode entry) {
    return entry.has("body") ? entry.get("body") : entry;
  }

  @Override
  public RecordedDialogue read(Entry whole) {
    Entry entry = new Entry(whole.place(), body(whole.json()));
    Map<String, Double> relevant =
        entry.relevant(
            entry.json().has("relevant")
                ? entry.json().get("relevant")
                : entry.json().at("/metadata/recommended_items"));
    StringBuilder instructions = new StringBuilder();
    List<Turn> turns = new ArrayList<>();
    @Nullable Builder turn = null;
    for (JsonNode message : entry.json().get("messages")) {
      String role = message.path("role").asText();
      String said = Entry.said(message.path("content"));
      switch (role) {
        case "system", "developer" -> {
          if (turn != null) {
            throw entry.wrong("has instructions after a message", "put them first");
          }
          instructions.append(instructions.isEmpty() ? "" : "\n").append(said);
        }
        case "user" -> {
          if (turn != null) {
            turns.add(turn.turn(relevant));
          }
          turn = new Builder(said);
        }
        case "assistant" -> started(entry, role, turn).assistant(entry, message, said);
        case "tool" -> started(entry, role, turn).result(entry, message, said);
        default ->
            throw entry.wrong(
                "has a message of the role `" + role + "`",
                "write system, user, assistant or tool");
      }
    }
    if (turn != null) {
      turns.add(turn.turn(relevant));
    }
    return new RecordedDialogue(
        whole.place(),
        whole.name(),
        entry.language(),
        entry.vertical(),
        instructions.toString(),
        turns,
        entry.tools(),
        true);
  }

  private static Builder started(Entry entry, String role, @Nullable Builder turn) {
    if (turn == null) {
      throw entry.wrong(
          "begins with a message of the " + role, "begin with one of the user, after instructions");
    }
    return turn;
  }

  /** A turn that is being read. */
  private static final class Builder {
    private final String said;
    private final List<Recorded> calls = new ArrayList<>();

    /** Places of the calls by their ids. */
    private final Map<String, Integer> places = new HashMap<>();

    private Map<String, Double> relevant = Map.of();
    private String reply = "";

    Builder(String said) {
      this.said = said;
    }

    void assistant(Entry entry, JsonNode message, String text) {
      if (message.has("relevant")) {
        relevant = entry.relevant(message.get("relevant"));
      }
      for (JsonNode call : message.path("tool_calls")) {
        JsonNode function = call.path("function");
        places.put(call.path("id").asText(), calls.size());
        calls.add(
            new Recorded(
                entry.call(function.path("name").asText(), function.path("arguments")), ""));
      }
      if (!text.isEmpty()) {
        reply = reply.isEmpty() ? text : reply + "\n" + text;
      }
    }

    void result(Entry entry, JsonNode message, String text) {
      String id = message.path("tool_call_id").asText();
      Integer place = places.get(id);
      if (place == null) {
        throw entry.wrong(
            "has a result of the call `" + id + "`, which is not made before it in this turn",
            "put results after the calls that they answer");
      }
      calls.set(place, new Recorded(calls.get(place).call(), text));
    }

    /** Where the turn states no relevant items, they are those of the dialogue. */
    Turn turn(Map<String, Double> ofDialogue) {
      return new Turn(said, calls, reply, relevant.isEmpty() ? ofDialogue : relevant);
    }
  }
}
