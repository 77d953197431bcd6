package footfall.serving.djl;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import footfall.serving.exchange.Prompt;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a model reads a chat: a Jinja template, as HF tokenizers have it. Immutable; any thread may
 * render.
 */
final class ChatTemplate {
  /** What most chat models that have no template understand. */
  private static final String PLAIN =
      "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n"
          + "{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}";

  private static final int MOST_CHARACTERS = 4_000_000;
  private final Jinjava jinjava =
      new Jinjava(
          JinjavaConfig.newBuilder()
              .withFailOnUnknownTokens(false)
              .withNestedInterpretationEnabled(false) // What shoppers say is no template.
              .withLegacyOverrides(
                  LegacyOverrides.newBuilder()
                      .withEvaluateMapKeys(true)
                      .withIterateOverMapKeys(true)
                      .withUsePyishObjectMapper(true)
                      .withUseNaturalOperatorPrecedence(true)
                      .withKeepNullableLoopValues(true)
                      .build())
              .withMaxOutputSize(MOST_CHARACTERS)
              .build());
  private final String template;
  private final Map<String, String> specialTokens;

  /**
   * @param template null for a plain one
   * @param specialTokens that templates name: {@code bos_token} and {@code eos_token}
   */
  ChatTemplate(String template, Map<String, String> specialTokens) {
    this.template = withoutBlockSpace(template == null ? PLAIN : template);
    this.specialTokens = Map.copyOf(specialTokens);
    jinjava.registerFunction(
        new ELFunctionDefinition("", "raise_exception", ChatTemplate.class, "raise", String.class));
    jinjava.registerFunction(
        new ELFunctionDefinition("", "strftime_now", ChatTemplate.class, "today", String.class));
  }

  /**
   * As HF tokenizers read templates: a dash takes away the space on its side, and so do blocks that
   * begin a line with what is before them, and with the line end after them. Jinjava takes away
   * more in some places and less in others.
   */
  private static String withoutBlockSpace(String template) {
    return template
        .replaceAll("\\s*(\\{[{%#])-", "$1")
        .replaceAll("-([}%#]\\})\\s*", "$1")
        .replaceAll("(?m)^[ \\t]+(?=\\{[%#])", "")
        .replaceAll("([%#]\\})\\n", "$1");
  }

  private static String reason(TemplateError error) {
    Throwable cause = error.getException();
    while (cause != null && !(cause instanceof Prompt.NotUnderstoodException)) {
      cause = cause.getCause();
    }
    return cause == null ? error.getMessage() : cause.getMessage();
  }

  /** For templates that refuse a chat. */
  public static String raise(String message) {
    throw new Prompt.NotUnderstoodException(message);
  }

  /** For templates that tell the model the date. */
  public static String today(String format) {
    return DateTimeFormatter.ofPattern("dd MMM yyyy", Locale.ENGLISH)
        .format(LocalDate.now(ZoneOffset.UTC));
  }

  /**
   * The text that the model is to continue.
   *
   * @throws Prompt.NotUnderstoodException if the template does not take such a chat
   */
  String render(Prompt prompt) {
    Map<String, Object> context = new LinkedHashMap<>(specialTokens);
    context.put("messages", prompt.messages());
    context.put("add_generation_prompt", true);
    if (!prompt.tools().isEmpty()) {
      context.put("tools", prompt.tools());
    }
    RenderResult result = jinjava.renderForResult(template, context);
    if (result.hasErrors()) {
      throw new Prompt.NotUnderstoodException(
          "the model's chat template does not take these messages: "
              + reason(result.getErrors().get(0)));
    }
    return result.getOutput();
  }
}
