package footfall.gatling.dsl;

import static io.gatling.javaapi.core.internal.Expressions.toStringExpression;

import footfall.gatling.wire.ReplyForm;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scala.Function1;

/**
 * A request of JSON to any path, such as that of a recommender; it is answered with any status from
 * 200 to 299. Immutable: each method returns a new one.
 */
public final class JsonRequest implements ActionBuilder {
  private final String name;
  private final String path;
  private final String body;
  private final Map<String, String> headers;
  private final List<CheckBuilder> checks;

  JsonRequest(String name) {
    this(name, "/", "{}", Map.of(), List.of());
  }

  private JsonRequest(
      String name,
      String path,
      String body,
      Map<String, String> headers,
      List<CheckBuilder> checks) {
    this.name = name;
    this.path = path;
    this.body = body;
    this.headers = headers;
    this.checks = checks;
  }

  /** Where it goes, below the protocol's address; with expressions. */
  public JsonRequest post(String below) {
    return new JsonRequest(name, below, body, headers, checks);
  }

  /** What is sent: JSON, with expressions. */
  public JsonRequest body(String json) {
    return new JsonRequest(name, path, json, headers, checks);
  }

  /** A further header. */
  public JsonRequest header(String headerName, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(headerName, value);
    return new JsonRequest(name, path, body, more, checks);
  }

  /** What has to hold of the reply, such as {@code jsonPath("$.items[*]").count().gte(5)}. */
  public JsonRequest check(CheckBuilder... more) {
    List<CheckBuilder> all = new ArrayList<>(checks);
    all.addAll(Arrays.asList(more));
    return new JsonRequest(name, path, body, headers, List.copyOf(all));
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new io.gatling.core.action.builder.ActionBuilder() {
      @Override
      public Action build(ScenarioContext context, Action next) {
        Function1<Session, Validation<String>> text = toStringExpression(body);
        Question.Body written =
            session ->
                new Question.Written(
                    "", Expressions.value(text, session).getBytes(StandardCharsets.UTF_8), null);
        return new Ask(
            context,
            next,
            name,
            new Question(path, ReplyForm.WHOLE, headers, written, false, ""),
            new ReplyChecks(checks));
      }
    };
  }
}
