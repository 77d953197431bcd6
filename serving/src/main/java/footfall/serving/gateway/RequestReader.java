package footfall.serving.gateway;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import footfall.serving.format.ReplyFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads requests for completions: whatever real clients send is taken, unknown keys included; what
 * cannot be meant is refused with its place. Immutable; any thread may read.
 */
final class RequestReader {
  /** Ten thousand messages with tools have less; {@code [],[],[]} takes 30 times its bytes. */
  private static final long MOST_JSON_TOKENS = 200_000;

  private static final long BYTES_PER_JSON_TOKEN = 100;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");
  private static final Set<String> CHOICES = Set.of("none", "auto", "required");
  private static final int MOST_STOPS = 16;
  private static final double HOTTEST = 2;

  /** Bytes of text per token, roughly. */
  private static final int BYTES_PER_TOKEN = 4;

  private static final int TOKENS_PER_MESSAGE = 4;

  private final Models models;

  RequestReader(Models models) {
    this.models = models;
  }

  /**
   * Reads the body of a request.
   *
   * @param share that bears what is made of it
   * @throws ApiException if it is not one, or there is no room for it
   */
  ApiCall read(byte[] body, ApiForm form, BodyRoom.Share share) {
    JsonNode given = parse(body, share);
    if (form == ApiForm.EMBEDDINGS) {
      return embeddings(given);
    }
    Translated translated =
        switch (form) {
          case CHAT, COMPLETION, EMBEDDINGS -> Translated.asItIs(given);
          case RESPONSES -> ResponsesRequest.toChat(given);
          case MESSAGES -> MessagesRequest.toChat(given);
        };
    try {
      return chat(translated.chat(), form, given, share);
    } catch (ApiException e) {
      throw translated.named(e);
    }
  }

  private ApiCall chat(JsonNode json, ApiForm form, JsonNode given, BodyRoom.Share share) {
    String model = text(json, "model", models.standard());
    int pool = models.poolOf(model);
    models.checkWrites(pool);
    JsonNode options = json.path("stream_options");
    if (json.hasNonNull("stream_options") && !options.isObject()) {
      throw ApiException.invalid("stream_options", "stream_options must be an object.");
    }
    boolean stream = bool(json, "stream");
    refuseWhatIsNotDone(json);
    if (!models.isRemote(pool)) {
      refuseWhatOnlyVendorsDo(json);
    }
    Map<String, Object> asked = JSON.convertValue(json, MAP);
    List<Map<String, Object>> tools = tools(json);
    ReplyFormat format = format(json.path("response_format"));
    Prompt prompt =
        form == ApiForm.COMPLETION
            ? new Prompt(
                List.of(), List.of(), ToolChoice.FREE, prompt(json), sampling(json), format, asked)
            : new Prompt(
                messages(json, share),
                tools,
                toolChoice(json, tools),
                null,
                sampling(json),
                format,
                asked);
    checkCanBeKept(prompt, pool);
    return new ApiCall(
        form,
        model,
        pool,
        prompt,
        stream,
        bool(options, "include_usage"),
        bool(options, "continuous_usage_stats"),
        inputTokens(prompt),
        form == ApiForm.RESPONSES ? given : JSON.missingNode());
  }

  private ApiCall embeddings(JsonNode given) {
    String model = text(given, "model", models.standard());
    int pool = models.embeddingPoolOf(model);
    EmbeddingsRequest.wantsBase64(given);
    Prompt prompt =
        Prompt.toEmbed(
            EmbeddingsRequest.texts(given), Sampling.exactly(1), JSON.convertValue(given, MAP));
    return new ApiCall(
        ApiForm.EMBEDDINGS, model, pool, prompt, false, false, false, inputTokens(prompt), given);
  }

  /** What would change the reply and is not done is refused, rather than ignored. */
  private static void refuseWhatIsNotDone(JsonNode json) {
    boolean wanted = json.path("logprobs").isNumber() || json.path("logprobs").asBoolean(false);
    if (wanted || json.path("top_logprobs").asInt(0) > 0) {
      throw ApiException.invalid(
          "logprobs", "Log probabilities are not given: leave logprobs out.");
    }
    if (bool(json, "echo")) {
      throw ApiException.invalid("echo", "The prompt is not repeated: echo must be false.");
    }
    if (json.hasNonNull("logit_bias")
        && !(json.get("logit_bias").isObject() && json.get("logit_bias").isEmpty())) {
      throw ApiException.invalid("logit_bias", "logit_bias is not supported: leave it out.");
    }
    if (json.path("best_of").asInt(1) > 1) {
      throw ApiException.invalid("best_of", "Only one reply is written: best_of must be 1.");
    }
    if (json.hasNonNull("suffix") && !json.path("suffix").asText("").isEmpty()) {
      throw ApiException.invalid("suffix", "Nothing is inserted before a suffix: leave it out.");
    }
    if (json.path("modalities").toString().contains("audio") || json.hasNonNull("audio")) {
      throw ApiException.invalid("modalities", "Replies are text: modalities must be [\"text\"].");
    }
  }

  /** What vendors have ways of, and models of ours have not. */
  private static void refuseWhatOnlyVendorsDo(JsonNode json) {
    for (String penalty : new String[] {"presence_penalty", "frequency_penalty"}) {
      if (number(json, penalty, 0, -2, 2) != 0) {
        throw ApiException.invalid(
            penalty, penalty + " is not supported: leave it out, or use repetition_penalty.");
      }
    }
    for (String old : new String[] {"functions", "function_call"}) {
      if (json.hasNonNull(old)) {
        throw ApiException.invalid(old, old + " is not supported: use tools and tool_choice.");
      }
    }
    for (String only : new String[] {"web_search_options", "prediction"}) {
      if (json.hasNonNull(only)) {
        throw ApiException.invalid(only, only + " is not supported: leave it out.");
      }
    }
  }

  private static ReplyFormat format(JsonNode format) {
    if (format.isNull() || format.isMissingNode()) {
      return ReplyFormat.TEXT;
    }
    String type = format.path("type").asText("");
    if (type.equals("text")) {
      return ReplyFormat.TEXT;
    }
    if (type.equals("json_object")) {
      return ReplyFormat.OBJECT;
    }
    JsonNode schema = format.path("json_schema").path("schema");
    if (!type.equals("json_schema") || !schema.isObject()) {
      throw ApiException.invalid(
          "response_format",
          "response_format must be {type: text}, {type: json_object} or {type: json_schema,"
              + " json_schema: {name, schema}}.");
    }
    return new ReplyFormat(JSON.convertValue(schema, MAP));
  }

  /** A vendor keeps to its own; what is written here is kept to, or refused. */
  private void checkCanBeKept(Prompt prompt, int pool) {
    ReplyFormat constraint = prompt.constraint();
    if (!constraint.isText() && !models.isRemote(pool)) {
      try {
        constraint.grammar();
      } catch (ReplyFormat.UnknownSchemaException e) {
        String place = prompt.format() == constraint ? "response_format" : "tools";
        throw ApiException.invalid(place, place + ": " + e.getMessage() + ".");
      }
    }
  }

  /** For a part that is an image, a sound or a file. */
  static ApiException notText(String place, String type) {
    return ApiException.invalid(
        place,
        place
            + (type.isEmpty() ? " must be a part of type text." : " is of type " + type + ".")
            + " Only parts of type text are understood: describe images and files in words.");
  }

  private static JsonNode parse(byte[] body, BodyRoom.Share share) {
    try {
      JsonNode json = tree(body, share);
      if (!json.isObject()) {
        throw ApiException.invalid(null, "The body must be a JSON object.");
      }
      return json;
    } catch (StreamConstraintsException e) {
      throw ApiException.invalid(
          null, "The body cannot be read: " + e.getOriginalMessage().replaceAll(", from `.*`", ""));
    } catch (JacksonException e) {
      throw ApiException.invalid(
          null, "The body is not valid JSON: " + plain(e.getOriginalMessage()));
    } catch (IOException e) {
      throw ApiException.invalid(null, "The body is not valid JSON: it is not UTF-8.");
    }
  }

  /** Takes its room before there is anything made of it. */
  private static JsonNode tree(byte[] json, BodyRoom.Share share) throws IOException {
    long tokens = 0;
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    if (tokens > MOST_JSON_TOKENS) {
      throw ApiException.tooManyTokens(MOST_JSON_TOKENS);
    }
    share.take(tokens * BYTES_PER_JSON_TOKEN);
    return JSON.readTree(json);
  }

  private static List<Map<String, Object>> messages(JsonNode json, BodyRoom.Share share) {
    JsonNode messages = json.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw ApiException.invalid("messages", "messages must be a list of at least one message.");
    }
    List<Map<String, Object>> read = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      read.add(message(messages.get(i), "messages[" + i + "]", share));
    }
    return read;
  }

  private static Map<String, Object> message(JsonNode message, String place, BodyRoom.Share share) {
    String role = message.path("role").asText("");
    if (!ROLES.contains(role)) {
      throw ApiException.invalid(
          place + ".role",
          place + ".role must be one of system, developer, user, assistant and tool.");
    }
    JsonNode content = message.path("content");
    if (!role.equals("assistant") && (content.isNull() || content.isMissingNode())) {
      throw ApiException.invalid(
          place + ".content", place + ".content must be a text or a list of parts.");
    }
    if (message.hasNonNull("tool_calls") && !message.get("tool_calls").isArray()) {
      throw ApiException.invalid(place + ".tool_calls", place + ".tool_calls must be a list.");
    }
    Map<String, Object> read = JSON.convertValue(message, MAP);
    read.put("role", role.equals("developer") ? "system" : role);
    read.put("content", content(content, place + ".content"));
    if (message.path("tool_calls").isArray()) {
      read.put("tool_calls", toolCalls(message.get("tool_calls"), place + ".tool_calls", share));
    }
    return read;
  }

  private static String content(JsonNode content, String place) {
    if (content.isTextual()) {
      return content.asText();
    }
    if (content.isNull() || content.isMissingNode()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    if (content.isArray()) {
      for (int i = 0; i < content.size(); i++) {
        JsonNode part = content.get(i);
        if (part.path("type").asText("").equals("refusal")) {
          text.append(part.path("refusal").asText());
          continue;
        }
        if (!part.path("text").isTextual()) {
          throw notText(place + "[" + i + "]", part.path("type").asText(""));
        }
        text.append(part.get("text").asText());
      }
      return text.toString();
    }
    throw ApiException.invalid(place, place + " must be a text or a list of parts.");
  }

  /** With the arguments as a map, as templates want them. */
  private static List<Map<String, Object>> toolCalls(
      JsonNode calls, String place, BodyRoom.Share share) {
    List<Map<String, Object>> read = new ArrayList<>();
    for (JsonNode call : calls) {
      if (!call.path("function").isObject()) {
        throw ApiException.invalid(place, place + " must be {id, type: function, function}.");
      }
      JsonNode function = call.path("function");
      Map<String, Object> arguments = new LinkedHashMap<>();
      try {
        JsonNode given = function.path("arguments");
        JsonNode parsed =
            given.isTextual() && !given.asText().isBlank()
                ? tree(given.asText().getBytes(StandardCharsets.UTF_8), share)
                : given;
        if (parsed.isObject()) {
          arguments.putAll(JSON.convertValue(parsed, MAP));
        }
      } catch (IOException e) {
        throw ApiException.invalid(place, "The arguments of a tool call are not valid JSON.");
      }
      Map<String, Object> map = JSON.convertValue(call, MAP);
      map.put("function", Map.of("name", function.path("name").asText(""), "arguments", arguments));
      read.add(map);
    }
    return read;
  }

  private static List<Map<String, Object>> tools(JsonNode json) {
    JsonNode tools = json.path("tools");
    boolean none = json.path("tool_choice").asText("").equals("none");
    if (none || tools.isNull() || tools.isMissingNode()) {
      return List.of();
    }
    if (!tools.isArray()) {
      throw ApiException.invalid("tools", "tools must be a list.");
    }
    List<Map<String, Object>> read = new ArrayList<>();
    for (int i = 0; i < tools.size(); i++) {
      JsonNode function = tools.get(i).path("function");
      JsonNode parameters = function.path("parameters");
      String type = parameters.path("type").asText("object");
      if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isObject()
          || !type.equals("object")) {
        throw ApiException.invalid(
            "tools[" + i + "]",
            "tools[" + i + "].function.parameters must be a JSON schema of type object.");
      }
      if (function.path("name").asText("").isEmpty() || !function.path("name").isTextual()) {
        throw ApiException.invalid(
            "tools[" + i + "]", "tools[" + i + "] must be {type: function, function: {name, ..}}.");
      }
      read.add(JSON.convertValue(tools.get(i), MAP));
    }
    return read;
  }

  private static ToolChoice toolChoice(JsonNode json, List<Map<String, Object>> tools) {
    JsonNode choice = json.path("tool_choice");
    if (choice.isObject()) {
      if (choice.path("type").asText("").equals("allowed_tools")) {
        throw ApiException.invalid(
            "tool_choice",
            "allowed_tools is not supported: leave out of tools what is not allowed.");
      }
      String wanted = choice.path("function").path("name").asText("");
      boolean offered =
          tools.stream()
              .anyMatch(tool -> wanted.equals(((Map<?, ?>) tool.get("function")).get("name")));
      if (!offered) {
        throw ApiException.invalid("tool_choice", "tool_choice names no tool that is offered.");
      }
      return new ToolChoice(true, wanted);
    }
    if (!choice.isNull() && !choice.isMissingNode() && !CHOICES.contains(choice.asText(""))) {
      throw ApiException.invalid(
          "tool_choice", "tool_choice must be none, auto, required or a function.");
    }
    if (choice.asText("").equals("required") && tools.isEmpty()) {
      throw ApiException.invalid(
          "tool_choice", "tool_choice is required, and no tools are offered.");
    }
    return new ToolChoice(choice.asText("").equals("required"), "");
  }

  private static String prompt(JsonNode json) {
    JsonNode prompt = json.path("prompt");
    if (prompt.isArray() && prompt.size() == 1 && prompt.get(0).isTextual()) {
      return prompt.get(0).asText();
    }
    if (!prompt.isTextual()) {
      throw ApiException.invalid("prompt", "prompt must be one text.");
    }
    return prompt.asText();
  }

  private static Sampling sampling(JsonNode json) {
    if (number(json, "n", 1, 1, 128) != 1) {
      throw ApiException.invalid("n", "Only one choice is given: n must be 1.");
    }
    String limit =
        json.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    int most = integer(json, limit, Integer.MAX_VALUE, 1);
    return new Sampling(
        most,
        Math.min(most, integer(json, "min_tokens", 0, 0)),
        number(json, "temperature", 0, 0, HOTTEST),
        Math.max(1e-6, number(json, "top_p", 1, 0, 1)),
        Math.max(0, integer(json, "top_k", 0, -1)),
        Math.max(1e-3, number(json, "repetition_penalty", 1, 0, 100)),
        seed(json),
        stops(json.path("stop")),
        bool(json, "ignore_eos"));
  }

  private static long seed(JsonNode json) {
    JsonNode seed = json.path("seed");
    if (json.hasNonNull("seed") && !(seed.isIntegralNumber() && seed.canConvertToLong())) {
      throw ApiException.invalid("seed", "seed must be an integer of at most 64 bits.");
    }
    return json.hasNonNull("seed")
        ? json.get("seed").asLong()
        : ThreadLocalRandom.current().nextLong();
  }

  private static List<String> stops(JsonNode stop) {
    if (stop.isNull() || stop.isMissingNode()) {
      return List.of();
    }
    List<String> stops = new ArrayList<>();
    if (stop.isTextual()) {
      stops.add(stop.asText());
    } else if (stop.isArray() && stop.size() <= MOST_STOPS) {
      stop.forEach(one -> stops.add(one.isTextual() ? one.asText() : ""));
    } else {
      throw ApiException.invalid("stop", "stop must be a text or a list of up to 16 texts.");
    }
    if (stops.contains("")) {
      throw ApiException.invalid("stop", "stop must not be empty.");
    }
    return stops;
  }

  private static String text(JsonNode json, String name, String otherwise) {
    JsonNode value = json.path(name);
    if (value.isNull() || value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw ApiException.invalid(name, name + " must be a text.");
    }
    return value.asText();
  }

  private static boolean bool(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isNull() && !value.isMissingNode() && !value.isBoolean()) {
      throw ApiException.invalid(name, name + " must be true or false.");
    }
    return value.asBoolean(false);
  }

  private static double number(
      JsonNode json, String name, double otherwise, double least, double most) {
    JsonNode value = json.path(name);
    if (value.isNull() || value.isMissingNode()) {
      return otherwise;
    }
    boolean in = value.isNumber() && value.asDouble() >= least && value.asDouble() <= most;
    if (!in) {
      throw ApiException.invalid(
          name, name + " must be a number" + " from " + plain(least) + " to " + plain(most) + ".");
    }
    return value.asDouble();
  }

  private static int integer(JsonNode json, String name, int otherwise, int least) {
    double value = number(json, name, otherwise, least, Integer.MAX_VALUE);
    if (value != Math.rint(value)) {
      throw ApiException.invalid(name, name + " must be an integer.");
    }
    return (int) value;
  }

  /** Without what only the parser's makers understand. */
  private static String plain(String message) {
    String text = message.lines().findFirst().orElse("");
    int end = text.indexOf(" (");
    return end < 0 ? text : text.substring(0, end);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static int inputTokens(Prompt prompt) {
    long tokens = 1;
    if (prompt.text() != null) {
      tokens += bytes(prompt.text()) / BYTES_PER_TOKEN;
    }
    for (String embedded : prompt.embedded()) {
      tokens += bytes(embedded) / BYTES_PER_TOKEN;
    }
    for (Map<String, Object> message : prompt.messages()) {
      tokens += TOKENS_PER_MESSAGE + bytes((String) message.get("content")) / BYTES_PER_TOKEN;
    }
    return (int) Math.min(Integer.MAX_VALUE, tokens);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
