package footfall.serving.local;

import footfall.serving.exchange.Prompt;
import footfall.serving.jinja.Template;
import footfall.serving.jinja.TemplateException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a model reads a chat: a Jinja template, with the variables that Hugging Face's tokenizers
 * give it. Immutable; any thread may render.
 */
public final class ChatTemplate {
  /** What most chat models that have no template understand. */
  private static final String PLAIN =
      "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n"
          + "{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}";

  /** Where a client puts further variables, such as {@code enable_thinking}. */
  private static final String FURTHER = "chat_template_kwargs";

  private final Template plain;
  private final Template withTools;
  private final Map<String, String> specialTokens;

  /**
   * Reads the templates.
   *
   * @param template null for a plain one
   * @param toolTemplate for chats with tools; null where one template is for both
   * @param specialTokens that templates name, such as {@code bos_token}
   * @throws TemplateException if a template is not of the language
   */
  public ChatTemplate(String template, String toolTemplate, Map<String, String> specialTokens) {
    this.plain = Template.parse(template == null ? PLAIN : template);
    this.withTools = toolTemplate == null ? plain : Template.parse(toolTemplate);
    this.specialTokens = Map.copyOf(specialTokens);
  }

  /**
   * The text that the model is to continue.
   *
   * @throws Prompt.NotUnderstoodException if the template does not take such a chat
   */
  public String render(Prompt prompt) {
    return render(prompt, LocalDateTime.now(ZoneOffset.UTC));
  }

  /** The same at that time. */
  public String render(Prompt prompt, LocalDateTime now) {
    boolean hasTools = !prompt.tools().isEmpty();
    Map<String, Object> variables = new LinkedHashMap<>();
    if (prompt.asked().get(FURTHER) instanceof Map<?, ?> further) {
      further.forEach((name, value) -> variables.put(String.valueOf(name), value));
    }
    variables.putAll(specialTokens);
    variables.put("messages", prompt.messages());
    variables.put("tools", hasTools ? prompt.tools() : null);
    variables.putIfAbsent("documents", null);
    variables.put("add_generation_prompt", true);
    try {
      return (hasTools ? withTools : plain).render(variables, now);
    } catch (TemplateException e) {
      throw new Prompt.NotUnderstoodException(
          "the model's chat template does not take these messages: " + e.getMessage());
    }
  }
}
