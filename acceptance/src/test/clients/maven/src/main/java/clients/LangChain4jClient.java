package clients;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.output.JsonSchemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** LangChain4j: {@code LangChain4jClient URL chat|responses|messages}. */
final class LangChain4jClient {
  private static final ToolSpecification SEARCH =
      ToolSpecification.builder()
          .name("search")
          .description("finds products")
          .parameters(
              JsonObjectSchema.builder()
                  .addStringProperty("item")
                  .addStringProperty("color")
                  .addIntegerProperty("max")
                  .required("item")
                  .build())
          .build();

  private final String url;
  private final String api;

  private LangChain4jClient(String url, String api) {
    this.url = url;
    this.api = api;
  }

  public static void main(String[] arguments) throws Exception {
    new LangChain4jClient(arguments[0], arguments[1]).tell();
  }

  private ChatModel model(String name) {
    return switch (api) {
      case "responses" -> OpenAiResponsesChatModel.builder().baseUrl(url).apiKey("none").modelName(name).build();
      case "messages" -> AnthropicChatModel.builder().baseUrl(url).apiKey("none").modelName(name).maxRetries(0).build();
      default ->
          OpenAiChatModel.builder().baseUrl(url).apiKey("none").modelName(name).maxRetries(0).build();
    };
  }

  private StreamingChatModel streaming(String name, int most) {
    return switch (api) {
      case "responses" -> OpenAiResponsesStreamingChatModel.builder().baseUrl(url).apiKey("none").modelName(name).maxOutputTokens(most).build();
      case "messages" -> AnthropicStreamingChatModel.builder().baseUrl(url).apiKey("none").modelName(name).maxTokens(most).build();
      default -> OpenAiStreamingChatModel.builder().baseUrl(url).apiKey("none").modelName(name).maxTokens(most).build();
    };
  }

  private void tell() throws Exception {
    Map<String, Callable<Map<String, Object>>> steps = new LinkedHashMap<>();
    steps.put("plain", this::plain);
    steps.put("streamed", this::streamed);
    steps.put("tools", this::tools);
    steps.put("streamedTools", this::streamedTools);
    steps.put("object", this::object);
    steps.put("unknown", () -> Map.of("text", model("gpt-9").chat(Shop.WANTED)));
    Shop.tell(steps);
  }

  private Map<String, Object> plain() {
    ChatResponse reply = model("slm").chat(UserMessage.from(Shop.WANTED));
    return Map.of(
        "text", reply.aiMessage().text(),
        "input", reply.tokenUsage().inputTokenCount(),
        "output", reply.tokenUsage().outputTokenCount());
  }

  private Map<String, Object> streamed() throws Exception {
    List<String> pieces = new ArrayList<>();
    ChatResponse whole = stream(streaming("llm", 8), ChatRequest.builder().messages(UserMessage.from(Shop.WANTED)).build(), pieces);
    return Map.of(
        "text", whole.aiMessage().text(), "pieces", pieces.size(), "output", whole.tokenUsage().outputTokenCount());
  }

  private static ChatResponse stream(StreamingChatModel model, ChatRequest request, List<String> pieces) throws Exception {
    CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    model.chat(
        request,
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String piece) {
            pieces.add(piece);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            whole.complete(response);
          }

          @Override
          public void onError(Throwable problem) {
            whole.completeExceptionally(problem);
          }
        });
    return whole.get(20, TimeUnit.SECONDS);
  }

  private static ChatRequest request(List<ChatMessage> messages) {
    return ChatRequest.builder().messages(messages).toolSpecifications(SEARCH).build();
  }

  private Map<String, Object> tools() throws Exception {
    List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from(Shop.WANTED)));
    ChatResponse called = model("slm").chat(request(messages));
    var call = called.aiMessage().toolExecutionRequests().get(0);
    messages.add(called.aiMessage());
    messages.add(ToolExecutionResultMessage.from(call, Shop.SHOWN));
    return Map.of(
        "call", Shop.JSON.readTree(call.arguments()), "text", model("slm").chat(request(messages)).aiMessage().text());
  }

  private Map<String, Object> streamedTools() throws Exception {
    ChatResponse called = stream(streaming("slm", 100), request(List.of(UserMessage.from(Shop.WANTED))), new ArrayList<>());
    return Map.of("call", Shop.JSON.readTree(called.aiMessage().toolExecutionRequests().get(0).arguments()));
  }

  private Map<String, Object> object() throws Exception {
    ResponseFormat format =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(JsonSchemas.jsonSchemaFrom(Shop.Shirt.class).orElseThrow())
            .build();
    ChatRequest request =
        ChatRequest.builder().messages(UserMessage.from(Shop.WANTED)).responseFormat(format).build();
    return Shop.object(Shop.JSON.readValue(model("llm").chat(request).aiMessage().text(), Shop.Shirt.class));
  }
}
