package footfall.gatling.dsl;

import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Load on model APIs in Gatling's Java DSL. Import it beside {@code CoreDsl}:
 *
 * <pre>{@code
 * import static footfall.gatling.dsl.FootfallDsl.*;
 * import static io.gatling.javaapi.core.CoreDsl.*;
 *
 * public class Shop extends Simulation {
 *   FootfallProtocolBuilder shop = footfall.baseUrl("http://127.0.0.1:8000").model("smollm2");
 *
 *   ScenarioBuilder asks =
 *       scenario("asks").exec(chat("hello").user("Show me a red shirt").check(outputTokens().gt(1)));
 *
 *   {
 *     setUp(asks.injectOpen(constantUsersPerSec(2).during(60))).protocols(shop);
 *   }
 * }
 * }</pre>
 *
 * <p>Texts may hold Gatling's expressions, such as {@code #{prompt}}.
 */
public final class FootfallDsl {
  /** A deployment at {@code http://127.0.0.1:8080}, until another address is named. */
  public static final FootfallProtocolBuilder footfall = new FootfallProtocolBuilder();

  private FootfallDsl() {}

  /** A chat completion, streamed. */
  public static RequestToModel chat(String requestName) {
    return RequestToModel.of(requestName, ModelApi.CHAT);
  }

  /** A completion of a prompt, streamed. */
  public static RequestToModel completion(String requestName) {
    return RequestToModel.of(requestName, ModelApi.COMPLETION);
  }

  /** A request of the Responses API, streamed. */
  public static RequestToModel responses(String requestName) {
    return RequestToModel.of(requestName, ModelApi.RESPONSES);
  }

  /** Embeddings of texts. */
  public static RequestToModel embeddings(String requestName) {
    return RequestToModel.of(requestName, ModelApi.EMBEDDINGS);
  }

  /**
   * Any JSON for any path, such as a recommender's: {@code json("recommend").post("/recommend")}.
   */
  public static JsonRequest json(String requestName) {
    return new JsonRequest(requestName);
  }

  /**
   * The shoppers of a scenario: each virtual user holds the conversation of one of them, with its
   * turns, lengths, tools, pauses, patience and second tries. When they come is said by {@code
   * injectOpen} or {@code injectClosed}; the arrivals of the scenario are not used.
   *
   * @param file of the scenario
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be read
   */
  public static ScenarioBuilder shoppers(String file) {
    return Shoppers.of(file).scenario("");
  }

  /** The same under another name, as Gatling wants the names of scenarios to differ. */
  public static ScenarioBuilder shoppers(String name, String file) {
    return Shoppers.of(file).scenario(name);
  }

  /**
   * Dialogues as {@code --prompts} takes them (OpenAI messages, ShareGPT, prompts), one for a
   * virtual user: {@code #{prompt}} is what its user says first, {@code #{turns}} all that it says,
   * {@code #{system}} the instructions and {@code #{tools}} what is offered; both may be empty.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be read
   */
  public static FeederBuilder<Object> dialogues(String file) {
    return Records.dialogues(file);
  }

  /**
   * Lines of JSON, each an object whose fields become attributes of a virtual user's session.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be read
   */
  public static FeederBuilder<Object> jsonl(String file) {
    return Records.lines(file);
  }

  /** Milliseconds from the start of the request to the first token, reasoning included. */
  public static CheckBuilder.Find<Double> timeToFirstToken() {
    return ReplyChecks.timeToFirstToken();
  }

  /** Mean milliseconds from one token to the next; nothing is found where there are none. */
  public static CheckBuilder.Find<Double> interTokenLatency() {
    return ReplyChecks.interTokenLatency();
  }

  /** Tokens of the reply as the server tells them, or else the events that came. */
  public static CheckBuilder.Find<Integer> outputTokens() {
    return ReplyChecks.outputTokens();
  }

  /** Tokens of the prompt; nothing is found where the server does not tell them. */
  public static CheckBuilder.Find<Integer> inputTokens() {
    return ReplyChecks.inputTokens();
  }

  /**
   * Why the reply ended: {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter}.
   */
  public static CheckBuilder.Find<String> finishReason() {
    return ReplyChecks.finishReason();
  }

  /** Names of the tools that are called, in order; nothing is found where none is. */
  public static CheckBuilder.Find<List<String>> toolCalls() {
    return ReplyChecks.toolCalls();
  }

  /** The text of the reply. */
  public static CheckBuilder.Find<String> replyText() {
    return ReplyChecks.replyText();
  }

  /** A tool without arguments, for {@link RequestToModel#tools}. */
  public static Map<String, Object> tool(String name, String description) {
    Map<String, Object> nothing = new LinkedHashMap<>();
    nothing.put("type", "object");
    nothing.put("properties", Map.of());
    return tool(name, description, nothing);
  }

  /**
   * A tool, for {@link RequestToModel#tools}.
   *
   * @param parameters a JSON schema
   */
  public static Map<String, Object> tool(
      String name, String description, Map<String, Object> parameters) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", name);
    function.put("description", description);
    function.put("parameters", parameters);
    Map<String, Object> tool = new LinkedHashMap<>();
    tool.put("type", "function");
    tool.put("function", function);
    return tool;
  }
}
