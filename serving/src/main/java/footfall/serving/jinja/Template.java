package footfall.serving.jinja;

import java.time.LocalDateTime;
import java.util.Map;

/**
 * A template that can be rendered, as Jinja2 3.1 does with the settings of Hugging Face's
 * tokenizers: {@code trim_blocks}, {@code lstrip_blocks}, {@code break} and {@code continue}, the
 * tag {@code generation}, {@code tojson} as {@code json.dumps}, and the sandbox in which nothing is
 * changed. It reads nothing but its variables, and what it may do is bounded. Immutable; any thread
 * may render.
 */
public final class Template {
  private static final int MOST_SOURCE = 1_000_000;

  private final Statement whole;

  private Template(Statement whole) {
    this.whole = whole;
  }

  /**
   * Reads a template.
   *
   * @throws TemplateException if it is not of the language
   */
  public static Template parse(String source) {
    if (source.length() > MOST_SOURCE) {
      throw new TemplateException("it has more than " + MOST_SOURCE + " characters");
    }
    return new Template(Parser.parse(source));
  }

  /**
   * Its text.
   *
   * @param variables of numbers, texts, lists, maps, booleans and null
   * @param now what it is told where it asks for the date
   * @throws TemplateException if it does not take these variables, or would do too much
   */
  public String render(Map<String, Object> variables, LocalDateTime now) {
    Scope scope = new Scope(Functions.scope());
    variables.forEach((name, value) -> scope.set(name, Values.of(value)));
    Rendering rendering = new Rendering(now);
    whole.run(rendering, new Scope(scope));
    return rendering.output();
  }
}
