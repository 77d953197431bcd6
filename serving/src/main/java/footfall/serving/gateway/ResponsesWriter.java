package footfall.serving.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Exchange.Usage;
import footfall.serving.exchange.LiveExchange.Finish;
import java.time.Instant;
import org.apache.pekko.util.ByteString;

/** Writes replies as OpenAI's Responses. Not thread-safe. */
final class ResponsesWriter implements ReplyWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the item that is being written is. */
  private enum Open {
    NOTHING,
    REASONING,
    MESSAGE
  }

  private final ApiCall call;
  private final String id;
  private final long created = Instant.now().getEpochSecond();
  private final StringBuilder text = new StringBuilder();
  private final ArrayNode output = JSON.createArrayNode();
  private final NamedEvents events = new NamedEvents();
  private int number;
  private Open open = Open.NOTHING;

  ResponsesWriter(ApiCall call, String requestId) {
    this.call = call;
    this.id = requestId;
  }

  private ObjectNode event(String type) {
    return JSON.createObjectNode().put("type", type).put("sequence_number", number++);
  }

  private ObjectNode ofItem(String type) {
    return event(type).put("item_id", itemId(output.size())).put("output_index", output.size());
  }

  private ObjectNode ofPart(String type) {
    return ofItem(type).put("content_index", 0);
  }

  private String itemId(int index) {
    return (open == Open.REASONING ? "rs_" : open == Open.MESSAGE ? "msg_" : "fc_")
        + id
        + "_"
        + index;
  }

  private void begin() {
    if (number == 0) {
      ObjectNode made = event("response.created");
      made.set("response", response("in_progress"));
      events.add(made);
      ObjectNode goesOn = event("response.in_progress");
      goesOn.set("response", response("in_progress"));
      events.add(goesOn);
    }
  }

  @Override
  public ByteString said(String piece, int tokens) {
    begin();
    if (open != Open.MESSAGE) {
      close();
      open = Open.MESSAGE;
      add(message("", "in_progress", false));
      ObjectNode part = ofPart("response.content_part.added");
      part.set("part", part(""));
      events.add(part);
    }
    text.append(piece);
    ObjectNode delta = ofPart("response.output_text.delta").put("delta", piece);
    delta.putArray("logprobs");
    events.add(delta);
    return events.take();
  }

  @Override
  public ByteString thought(String piece, int tokens) {
    begin();
    if (open != Open.REASONING) {
      close();
      open = Open.REASONING;
      add(reasoning("", "in_progress"));
    }
    text.append(piece);
    events.add(ofPart("response.reasoning_text.delta").put("delta", piece));
    return events.take();
  }

  private void add(ObjectNode item) {
    ObjectNode added = event("response.output_item.added").put("output_index", output.size());
    added.set("item", item);
    events.add(added);
  }

  private void done(ObjectNode item) {
    ObjectNode done = event("response.output_item.done").put("output_index", output.size());
    done.set("item", item);
    events.add(done);
    output.add(item);
  }

  /** Ends the item that is being written, if there is one. */
  private void close() {
    close("completed");
  }

  private void close(String status) {
    String whole = text.toString();
    text.setLength(0);
    if (open == Open.MESSAGE) {
      ObjectNode ended = ofPart("response.output_text.done").put("text", whole);
      ended.putArray("logprobs");
      events.add(ended);
      ObjectNode part = ofPart("response.content_part.done");
      part.set("part", part(whole));
      events.add(part);
      done(message(whole, status, true));
    } else if (open == Open.REASONING) {
      events.add(ofPart("response.reasoning_text.done").put("text", whole));
      done(reasoning(whole, status));
    }
    open = Open.NOTHING;
  }

  @Override
  public ByteString called(ToolUse use) {
    begin();
    close();
    add(functionCall(use, "", "in_progress"));
    events.add(ofItem("response.function_call_arguments.delta").put("delta", use.arguments()));
    events.add(
        ofItem("response.function_call_arguments.done")
            .put("name", use.tool())
            .put("arguments", use.arguments()));
    done(functionCall(use, use.arguments(), "completed"));
    return events.take();
  }

  @Override
  public ByteString ended(Said said, int tokens) {
    begin();
    close(isCut(said) ? "incomplete" : "completed");
    ObjectNode whole = ended(said);
    ObjectNode last = event("response." + whole.get("status").asText());
    last.set("response", whole);
    events.add(last);
    return events.take();
  }

  private static boolean isCut(Said said) {
    return said.finish() == Finish.LENGTH || said.finish() == Finish.CONTENT_FILTER;
  }

  private ObjectNode ended(Said said) {
    boolean cut = isCut(said);
    ObjectNode whole = response(cut ? "incomplete" : "completed");
    if (cut) {
      whole
          .putObject("incomplete_details")
          .put("reason", said.finish() == Finish.LENGTH ? "max_output_tokens" : "content_filter");
    }
    usage(whole.putObject("usage"), said.usage());
    Metrics.write(whole.putObject("metrics"), said);
    return whole;
  }

  @Override
  public ByteString failed(ApiException problem) {
    begin();
    ObjectNode whole = response("failed");
    whole
        .putObject("error")
        .put("code", problem.code() == null ? problem.type() : problem.code())
        .put("message", problem.getMessage());
    ObjectNode last = event("response.failed");
    last.set("response", whole);
    events.add(last);
    return events.take();
  }

  @Override
  public ObjectNode whole(Said said) {
    if (!said.reasoning().isEmpty()) {
      open = Open.REASONING;
      output.add(reasoning(said.reasoning(), "completed"));
    }
    if (!said.text().isEmpty() || said.uses().isEmpty()) {
      open = Open.MESSAGE;
      output.add(message(said.text(), isCut(said) ? "incomplete" : "completed", true));
    }
    open = Open.NOTHING;
    for (ToolUse use : said.uses()) {
      output.add(functionCall(use, use.arguments(), "completed"));
    }
    return ended(said);
  }

  private ObjectNode item(String type, String status) {
    return JSON.createObjectNode()
        .put("id", itemId(output.size()))
        .put("type", type)
        .put("status", status);
  }

  private ObjectNode message(String said, String status, boolean withContent) {
    ObjectNode message = item("message", status).put("role", "assistant");
    ArrayNode content = message.putArray("content");
    if (withContent) {
      content.add(part(said));
    }
    return message;
  }

  private static ObjectNode part(String said) {
    ObjectNode part = JSON.createObjectNode().put("type", "output_text").put("text", said);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  private ObjectNode reasoning(String thought, String status) {
    ObjectNode item = item("reasoning", status);
    item.putArray("summary");
    ArrayNode content = item.putArray("content");
    if (!thought.isEmpty()) {
      content.addObject().put("type", "reasoning_text").put("text", thought);
    }
    return item;
  }

  private ObjectNode functionCall(ToolUse use, String arguments, String status) {
    return item("function_call", status)
        .put("call_id", "call_" + id + "_" + output.size())
        .put("name", use.tool())
        .put("arguments", arguments);
  }

  /** The object as it stands; what was asked is told again. */
  private ObjectNode response(String status) {
    ObjectNode response = JSON.createObjectNode();
    response.put("id", "resp_" + id).put("object", "response").put("created_at", created);
    response.put("status", status).putNull("error").putNull("incomplete_details");
    again(response, "instructions", null);
    again(response, "max_output_tokens", null);
    response.put("model", call.model());
    response.set("output", output.deepCopy());
    again(response, "parallel_tool_calls", JSON.getNodeFactory().booleanNode(true));
    response.putNull("previous_response_id");
    again(response, "reasoning", JSON.createObjectNode().putNull("effort").putNull("summary"));
    response.put("store", false);
    again(response, "temperature", JSON.getNodeFactory().numberNode(1.0));
    ObjectNode plain = JSON.createObjectNode();
    plain.putObject("format").put("type", "text");
    again(response, "text", plain);
    again(response, "tool_choice", JSON.getNodeFactory().textNode("auto"));
    again(response, "tools", JSON.createArrayNode());
    again(response, "top_p", JSON.getNodeFactory().numberNode(1.0));
    response.put("truncation", "disabled").putNull("usage");
    again(response, "user", null);
    again(response, "metadata", JSON.createObjectNode());
    return response;
  }

  private void again(
      ObjectNode response, String name, com.fasterxml.jackson.databind.JsonNode otherwise) {
    response.set(name, call.given().hasNonNull(name) ? call.given().get(name) : otherwise);
  }

  private static void usage(ObjectNode node, Usage usage) {
    node.put("input_tokens", usage.input());
    node.putObject("input_tokens_details").put("cached_tokens", usage.cached());
    node.put("output_tokens", usage.output());
    node.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
    node.put("total_tokens", usage.input() + usage.output());
  }
}
