package footfall.gatling.dsl;

import static io.gatling.javaapi.core.internal.Expressions.javaObjectFunctionToExpression;
import static io.gatling.javaapi.core.internal.Expressions.toAnyExpression;
import static io.gatling.javaapi.core.internal.Expressions.toStaticValueExpression;
import static io.gatling.javaapi.core.internal.Expressions.toStringExpression;

import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * A request to a model: what is said, which tools are offered, and what is expected of the reply.
 * Immutable: each method returns a new one. Texts may hold Gatling's expressions.
 *
 * <p>It is sent once. It fails if the reply does not come to its end, if an error comes in its
 * place or in its stream, or if a check does not hold; Gatling's report says why.
 */
public final class RequestToModel implements ActionBuilder {
  /**
   * A message.
   *
   * @param content a text, or parts as the API has them
   */
  record Said(String role, Function1<Session, Validation<Object>> content) {}

  private static final String WHOLE_EXPRESSION = "#\\{[^#{}]+}";

  private final String name;
  private final ModelApi api;
  private String model = "";
  private String path = "";
  private List<Said> said = List.of();

  /** A list of messages, or for embeddings the texts; null where none are given. */
  private @Nullable Function1<Session, Validation<Object>> given;

  /** Null where none are offered. */
  private @Nullable Function1<Session, Validation<Object>> tools;

  private Map<String, Function1<Session, Validation<Object>>> fields = Map.of();
  private Map<String, String> headers = Map.of();
  private String conversation = "";
  private boolean streams;
  private boolean asksUsage = true;
  private List<CheckBuilder> checks = List.of();

  private RequestToModel(String name, ModelApi api) {
    this.name = name;
    this.api = api;
    this.streams = api.canStream();
  }

  static RequestToModel of(String name, ModelApi api) {
    return new RequestToModel(name, api);
  }

  private RequestToModel with(Consumer<RequestToModel> change) {
    RequestToModel other = new RequestToModel(name, api);
    other.model = model;
    other.path = path;
    other.said = said;
    other.given = given;
    other.tools = tools;
    other.fields = fields;
    other.headers = headers;
    other.conversation = conversation;
    other.streams = streams;
    other.asksUsage = asksUsage;
    other.checks = checks;
    change.accept(other);
    return other;
  }

  /** The model, in place of the protocol's. */
  public RequestToModel model(String modelName) {
    return with(other -> other.model = modelName);
  }

  /**
   * The path below the protocol's address, in place of {@code /v1/chat/completions} and the like.
   */
  public RequestToModel path(String below) {
    return with(other -> other.path = below);
  }

  /** What the user says; for a completion the prompt, for embeddings one more text. */
  public RequestToModel user(String text) {
    return message("user", text);
  }

  /** The instructions; a conversation has them once, at its beginning. */
  public RequestToModel system(String text) {
    return message("system", text);
  }

  /** A message of any role; it is left out where the text is empty. */
  public RequestToModel message(String role, String text) {
    Function1<Session, Validation<String>> expression = toStringExpression(text);
    return saying(new Said(role, session -> widened(expression.apply(session))));
  }

  /** A message of any role, whose content may be parts as the API has them. */
  public RequestToModel message(
      String role, Function<io.gatling.javaapi.core.Session, Object> content) {
    return saying(new Said(role, javaObjectFunctionToExpression(content)));
  }

  /**
   * Messages, or the texts of embeddings: an expression such as {@code #{messages}} that stands for
   * a list, or JSON.
   */
  public RequestToModel messages(String list) {
    return with(other -> other.given = toAnyExpression(list));
  }

  /** Messages, or the texts of embeddings: a list, or JSON. */
  public RequestToModel messages(Function<io.gatling.javaapi.core.Session, Object> list) {
    return with(other -> other.given = javaObjectFunctionToExpression(list));
  }

  /**
   * Keeps a conversation in the session under this name: its messages so far are sent first, and
   * the reply is added to them.
   */
  public RequestToModel conversation(String conversationName) {
    return with(other -> other.conversation = conversationName);
  }

  /** Tools that are offered, such as {@link FootfallDsl#tool}. */
  @SafeVarargs
  public final RequestToModel tools(Map<String, Object>... offered) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Map<String, Object> one : offered) {
      list.add(one);
    }
    return with(other -> other.tools = toStaticValueExpression((Object) list));
  }

  /** Tools that are offered: an expression such as {@code #{tools}}, or JSON; none if empty. */
  public RequestToModel tools(String list) {
    return with(other -> other.tools = toAnyExpression(list));
  }

  /** The longest reply, in tokens. */
  public RequestToModel maxTokens(int tokens) {
    return field(api.limit(), tokens);
  }

  /** The sampling temperature. */
  public RequestToModel temperature(double temperature) {
    return field("temperature", temperature);
  }

  /** Asks for a reply of exactly this many tokens; the server has to know {@code ignore_eos}. */
  public RequestToModel forceTokens(int tokens) {
    return maxTokens(tokens).field("ignore_eos", true);
  }

  /** A further field of the body: a number, a text with expressions, a list or a map. */
  public RequestToModel field(String fieldName, Object value) {
    Map<String, Function1<Session, Validation<Object>>> more = new LinkedHashMap<>(fields);
    if (value instanceof String text && !text.matches(WHOLE_EXPRESSION)) {
      Function1<Session, Validation<String>> expression = toStringExpression(text);
      more.put(fieldName, session -> widened(expression.apply(session)));
    } else if (value instanceof String expression) { // What it stands for keeps its type.
      more.put(fieldName, toAnyExpression(expression));
    } else {
      more.put(fieldName, toStaticValueExpression(value));
    }
    return with(other -> other.fields = more);
  }

  /** A further header. */
  public RequestToModel header(String headerName, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(headerName, value);
    return with(other -> other.headers = more);
  }

  /** Whether the reply comes token by token. */
  public RequestToModel stream(boolean tokenByToken) {
    return with(other -> other.streams = api.canStream() && tokenByToken);
  }

  /**
   * Leaves {@code stream_options} out, for servers that refuse it; tokens are then counted here.
   */
  public RequestToModel withoutUsage() {
    return with(other -> other.asksUsage = false);
  }

  /**
   * What has to hold of the reply: checks of {@link FootfallDsl}, and Gatling's own for HTTP, such
   * as {@code jsonPath}, {@code status} or {@code header}. A stream is to them the JSON of the
   * whole chat completion. Where {@code status} is checked, an error status is no failure by
   * itself.
   */
  public RequestToModel check(CheckBuilder... more) {
    List<CheckBuilder> all = new ArrayList<>(checks);
    all.addAll(Arrays.asList(more));
    return with(other -> other.checks = List.copyOf(all));
  }

  private RequestToModel saying(Said message) {
    List<Said> all = new ArrayList<>(said);
    all.add(message);
    return with(other -> other.said = List.copyOf(all));
  }

  @SuppressWarnings("unchecked")
  private static Validation<Object> widened(Validation<String> value) {
    return (Validation<Object>) (Validation<?>) value;
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new io.gatling.core.action.builder.ActionBuilder() {
      @Override
      public Action build(ScenarioContext context, Action next) {
        FootfallProtocol protocol =
            context.protocolComponentsRegistry().components(FootfallProtocol.KEY).protocol();
        RequestBody body =
            new RequestBody(
                api,
                toStringExpression(model.isEmpty() ? protocol.model() : model),
                said,
                given,
                tools,
                fields,
                conversation,
                streams,
                asksUsage);
        String below = path.isEmpty() ? protocol.prefix() + api.path() : path;
        return new Ask(
            context,
            next,
            name,
            new Question(below, api.form(), headers, body, streams, conversation),
            new ReplyChecks(checks));
      }
    };
  }
}
