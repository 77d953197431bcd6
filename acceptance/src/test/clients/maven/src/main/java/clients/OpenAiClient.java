package clients;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** OpenAI's own client for Java: {@code OpenAiClient URL chat|responses}. */
final class OpenAiClient {
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "item", Map.of("type", "string"),
          "color", Map.of("type", "string"),
          "max", Map.of("type", "integer"));

  private final OpenAIClient client;

  private OpenAiClient(String url) {
    client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey("none").maxRetries(0).build();
  }

  public static void main(String[] arguments) throws Exception {
    OpenAiClient client = new OpenAiClient(arguments[0]);
    Map<String, Callable<Map<String, Object>>> steps = new LinkedHashMap<>();
    if (arguments[1].equals("responses")) {
      steps.put("plain", client::responsesPlain);
      steps.put("streamed", client::responsesStreamed);
      steps.put("tools", client::responsesTools);
      steps.put("streamedTools", client::responsesStreamedTools);
      steps.put("object", client::responsesObject);
      steps.put("unknown", () -> Map.of("text", client.ask("gpt-9").toString()));
    } else {
      steps.put("plain", client::plain);
      steps.put("streamed", client::streamed);
      steps.put("tools", client::tools);
      steps.put("streamedTools", client::streamedTools);
      steps.put("object", client::object);
      steps.put("unknown", () -> Map.of("text", client.chat("gpt-9").toString()));
    }
    Shop.tell(steps);
  }

  private static ChatCompletionCreateParams.Builder chatOf(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(Shop.WANTED);
  }

  private ChatCompletion chat(String model) {
    return client.chat().completions().create(chatOf(model).build());
  }

  private static ChatCompletionCreateParams.Builder withSearch(ChatCompletionCreateParams.Builder chat) {
    return chat.addFunctionTool(
        FunctionDefinition.builder()
            .name("search")
            .description("finds products")
            .parameters(
                FunctionParameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty("properties", JsonValue.from(PROPERTIES))
                    .putAdditionalProperty("required", JsonValue.from(List.of("item")))
                    .build())
            .build());
  }

  private Map<String, Object> plain() {
    ChatCompletion reply = chat("slm");
    return Map.of(
        "text", reply.choices().get(0).message().content().orElseThrow(),
        "input", reply.usage().orElseThrow().promptTokens(),
        "output", reply.usage().orElseThrow().completionTokens());
  }

  private Map<String, Object> streamed() {
    ChatCompletionCreateParams request =
        chatOf("llm")
            .maxTokens(8)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    int pieces = 0;
    try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(request)) {
      for (ChatCompletionChunk chunk : (Iterable<ChatCompletionChunk>) stream.stream()::iterator) {
        whole.accumulate(chunk);
        boolean said = chunk.choices().stream().anyMatch(c -> c.delta().content().filter(t -> !t.isEmpty()).isPresent());
        pieces += said ? 1 : 0;
      }
    }
    ChatCompletion reply = whole.chatCompletion();
    return Map.of(
        "text", reply.choices().get(0).message().content().orElseThrow(),
        "pieces", pieces,
        "output", reply.usage().orElseThrow().completionTokens());
  }

  private static ChatCompletionMessageFunctionToolCall callIn(ChatCompletionMessage message) {
    return message.toolCalls().orElseThrow().get(0).asFunction();
  }

  private Map<String, Object> tools() throws Exception {
    ChatCompletionMessage called =
        client.chat().completions().create(withSearch(chatOf("slm")).build()).choices().get(0).message();
    ChatCompletionMessageFunctionToolCall call = callIn(called);
    ChatCompletionToolMessageParam told =
        ChatCompletionToolMessageParam.builder().toolCallId(call.id()).content(Shop.SHOWN).build();
    ChatCompletion advised =
        client.chat().completions().create(withSearch(chatOf("slm")).addMessage(called).addMessage(told).build());
    return Map.of(
        "call", Shop.JSON.readTree(call.function().arguments()),
        "text", advised.choices().get(0).message().content().orElseThrow());
  }

  private Map<String, Object> streamedTools() throws Exception {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(withSearch(chatOf("slm")).build())) {
      stream.stream().forEach(whole::accumulate);
    }
    ChatCompletionMessage called = whole.chatCompletion().choices().get(0).message();
    return Map.of("call", Shop.JSON.readTree(callIn(called).function().arguments()));
  }

  private Map<String, Object> object() {
    return Shop.object(
        client
            .chat()
            .completions()
            .create(chatOf("llm").responseFormat(Shop.Shirt.class).build())
            .choices()
            .get(0)
            .message()
            .content()
            .orElseThrow());
  }

  private static ResponseCreateParams.Builder responseOf(String model) {
    return ResponseCreateParams.builder().model(model).input(Shop.WANTED);
  }

  private Response ask(String model) {
    return client.responses().create(responseOf(model).build());
  }

  private static ResponseCreateParams.Builder withTool(ResponseCreateParams.Builder asked) {
    return asked.addTool(
        FunctionTool.builder()
            .name("search")
            .description("finds products")
            .strict(false)
            .parameters(
                FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty("properties", JsonValue.from(PROPERTIES))
                    .putAdditionalProperty("required", JsonValue.from(List.of("item")))
                    .build())
            .build());
  }

  private static String textOf(Response response) {
    StringBuilder text = new StringBuilder();
    response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .forEach(part -> text.append(part.text()));
    return text.toString();
  }

  private Map<String, Object> responsesPlain() {
    Response reply = ask("slm");
    return Map.of(
        "text", textOf(reply),
        "input", reply.usage().orElseThrow().inputTokens(),
        "output", reply.usage().orElseThrow().outputTokens());
  }

  private Map<String, Object> responsesStreamed() {
    ResponseAccumulator whole = ResponseAccumulator.create();
    int pieces = 0;
    try (StreamResponse<ResponseStreamEvent> stream =
        client.responses().createStreaming(responseOf("llm").maxOutputTokens(8).build())) {
      for (ResponseStreamEvent event : (Iterable<ResponseStreamEvent>) stream.stream()::iterator) {
        whole.accumulate(event);
        pieces += event.isOutputTextDelta() ? 1 : 0;
      }
    }
    Response reply = whole.response();
    return Map.of(
        "text", textOf(reply), "pieces", pieces, "output", reply.usage().orElseThrow().outputTokens());
  }

  private Map<String, Object> responsesTools() throws Exception {
    ResponseFunctionToolCall call =
        client.responses().create(withTool(responseOf("slm")).build()).output().get(0).asFunctionCall();
    List<ResponseInputItem> input =
        List.of(
            ResponseInputItem.ofEasyInputMessage(
                EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(Shop.WANTED).build()),
            ResponseInputItem.ofFunctionCall(call),
            ResponseInputItem.ofFunctionCallOutput(
                ResponseInputItem.FunctionCallOutput.builder().callId(call.callId()).output(Shop.SHOWN).build()));
    Response advised =
        client.responses().create(withTool(responseOf("slm")).inputOfResponse(input).build());
    return Map.of("call", Shop.JSON.readTree(call.arguments()), "text", textOf(advised));
  }

  private Map<String, Object> responsesStreamedTools() throws Exception {
    ResponseAccumulator whole = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> stream =
        client.responses().createStreaming(withTool(responseOf("slm")).build())) {
      stream.stream().forEach(whole::accumulate);
    }
    ResponseFunctionToolCall call = whole.response().output().get(0).asFunctionCall();
    return Map.of("call", Shop.JSON.readTree(call.arguments()));
  }

  private Map<String, Object> responsesObject() {
    Shop.Shirt shirt =
        client.responses().create(responseOf("llm").text(Shop.Shirt.class).build()).output().stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .flatMap(content -> content.outputText().stream())
            .findFirst()
            .orElseThrow();
    return Shop.object(shirt);
  }
}
