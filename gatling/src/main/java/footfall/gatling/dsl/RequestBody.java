package footfall.gatling.dsl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.gatling.dsl.Expressions.UnresolvedException;
import footfall.gatling.dsl.RequestToModel.Said;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Writes the body of a request to a model.
 *
 * @param given messages before those that are said, or the texts of embeddings; null for none
 * @param tools that are offered, as chat completions have them; null for none
 * @param conversation whose messages come first; empty for none
 */
record RequestBody(
    ModelApi api,
    Function1<Session, Validation<String>> model,
    List<Said> said,
    @Nullable Function1<Session, Validation<Object>> given,
    @Nullable Function1<Session, Validation<Object>> tools,
    Map<String, Function1<Session, Validation<Object>>> fields,
    String conversation,
    boolean streams,
    boolean asksUsage)
    implements Question.Body {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT = "content";
  private static final String SYSTEM = "system";
  private static final String FUNCTION = "function";

  @Override
  public Question.Written write(Session session) {
    ObjectNode body = JSON.createObjectNode();
    String asked = Expressions.value(model, session);
    if (asked.isEmpty()) {
      throw new UnresolvedException("no model is named: add .model(..) to it or to the protocol");
    }
    body.put("model", asked);
    ArrayNode messages = messages(session);
    switch (api) {
      case CHAT -> body.set("messages", messages);
      case RESPONSES -> body.set("input", messages);
      case COMPLETION -> body.put("prompt", text(messages));
      case EMBEDDINGS -> body.set("input", texts(messages));
    }
    if (tools != null) {
      JsonNode offered = Expressions.json(Expressions.value(tools, session));
      if (!offered.isEmpty()) {
        body.set("tools", api == ModelApi.RESPONSES ? flat(offered) : offered);
      }
    }
    if (api.canStream()) {
      body.put("stream", streams);
      if (streams && asksUsage && api != ModelApi.RESPONSES) {
        body.putObject("stream_options").put("include_usage", true);
      }
    }
    fields.forEach(
        (name, value) -> body.set(name, JSON.valueToTree(Expressions.value(value, session))));
    try {
      return new Question.Written(asked, JSON.writeValueAsBytes(body), messages);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ArrayNode messages(Session session) {
    ArrayNode messages = JSON.createArrayNode();
    if (!conversation.isEmpty() && session.contains(conversation)) {
      messages.addAll((ArrayNode) session.attributes().apply(conversation));
    }
    if (given != null) {
      JsonNode list = Expressions.json(Expressions.value(given, session));
      if (!list.isArray()) {
        throw new UnresolvedException("messages are no list, but " + list.getNodeType());
      }
      list.forEach(messages::add);
    }
    boolean goesOn = !messages.isEmpty();
    for (Said one : said) {
      JsonNode content = content(Expressions.value(one.content(), session));
      boolean isSaid = goesOn && one.role().equals(SYSTEM);
      boolean isEmpty = content.isTextual() && content.asText().isEmpty();
      if (!isSaid && !isEmpty) {
        messages.addObject().put("role", one.role()).set(CONTENT, content);
      }
    }
    return messages;
  }

  /** A text stays a text, even if it looks like JSON. */
  private static JsonNode content(Object content) {
    return content instanceof String text
        ? JSON.getNodeFactory().textNode(text)
        : Expressions.json(content);
  }

  private static String text(ArrayNode messages) {
    StringBuilder text = new StringBuilder();
    texts(messages).forEach(one -> text.append(text.isEmpty() ? "" : "\n").append(one.asText()));
    return text.toString();
  }

  private static ArrayNode texts(ArrayNode messages) {
    ArrayNode texts = JSON.createArrayNode();
    messages.forEach(one -> texts.add(one.isTextual() ? one : one.path(CONTENT)));
    return texts;
  }

  /** The Responses API has the function's fields beside its type. */
  private static ArrayNode flat(JsonNode offered) {
    ArrayNode flat = JSON.createArrayNode();
    for (JsonNode tool : offered) {
      if (tool.path(FUNCTION).isObject()) {
        ObjectNode one = flat.addObject().put("type", FUNCTION);
        one.setAll((ObjectNode) tool.get(FUNCTION));
      } else {
        flat.add(tool);
      }
    }
    return flat;
  }
}
