package footfall.serving.djl;

import footfall.scenarios.dialogues.Dialogue;
import footfall.scenarios.dialogues.Message;
import footfall.scenarios.dialogues.Message.Role;
import footfall.scenarios.dialogues.ToolCall;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Sampling;
import footfall.serving.local.ReplyListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets an embedded model play the assistant's part in dialogues, and marks what it says. */
final class Examination implements AutoCloseable {
  /** How many of what was asked were said exactly so. */
  static final class Mark {
    int asked;
    int exact;
    final List<String> mistakes = new ArrayList<>();

    double share() {
      return (double) exact / asked;
    }
  }

  final Mark calls = new Mark();
  final Mark picks = new Mark();
  final Mark replies = new Mark();
  private final LocalModel model;
  private final Decoder decoder;
  private final Batch batch;

  Examination(String name) {
    model =
        LocalModel.open(
            ModelPlaces.find(name, Path.of(".")), Optional.empty(), Device.named("cpu"), 1);
    decoder = model.load();
    batch = new Batch(decoder, model.pads());
  }

  void take(Dialogue dialogue) {
    List<Map<String, Object>> before = new ArrayList<>();
    for (Message message : dialogue.messages()) {
      if (message.role().isAssistant()) {
        String said = answer(before, dialogue.tools());
        if (message.role() == Role.CALL) {
          mark(calls, "<|call|>" + message.text(), said);
        } else {
          mark(replies, message.text(), said);
          message.pick().ifPresent(pick -> mark(picks, pick, pickOf(said)));
        }
      }
      before.add(asMap(message));
    }
  }

  private static String pickOf(String said) {
    java.util.regex.Matcher id = java.util.regex.Pattern.compile("[A-Z][0-9][0-9]").matcher(said);
    return id.find() ? id.group() : said;
  }

  private static void mark(Mark mark, String wanted, String said) {
    mark.asked++;
    if (wanted.equals(said)) {
      mark.exact++;
    } else {
      mark.mistakes.add(wanted + " -> " + said);
    }
  }

  private String answer(List<Map<String, Object>> messages, boolean tools) {
    Prompt prompt =
        new Prompt(
            messages,
            tools ? List.of(Map.of("type", "function")) : List.of(),
            Prompt.ToolChoice.FREE,
            null,
            Sampling.GREEDY,
            Map.of());
    StringBuilder said = new StringBuilder();
    boolean[] done = new boolean[1];
    batch.add(
        new Generation(
            model.read(prompt),
            prompt.sampling(),
            model.config(),
            model.coder(),
            new ReplyListener() {
              @Override
              public void said(String text) {
                said.append(text);
              }

              @Override
              public void failed(Throwable cause) {
                throw new IllegalStateException(cause);
              }

              @Override
              public void finished(Finish why, int read, int written) {
                done[0] = true;
              }
            }));
    while (!done[0]) {
      batch.step();
    }
    return said.toString();
  }

  private static Map<String, Object> asMap(Message message) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (message.role()) {
      case SHOPPER -> map.put("role", "user");
      case RESULT -> map.put("role", "tool");
      case REPLY, CALL -> map.put("role", "assistant");
    }
    if (message.role() == Role.CALL) {
      ToolCall call = ToolCall.parse(message.text()).orElseThrow();
      map.put(
          "tool_calls",
          List.of(Map.of("function", Map.of("name", call.name(), "arguments", call.arguments()))));
    } else {
      map.put("content", message.text());
    }
    return map;
  }

  @Override
  public void close() {
    batch.close();
    decoder.close();
    model.close();
  }
}
