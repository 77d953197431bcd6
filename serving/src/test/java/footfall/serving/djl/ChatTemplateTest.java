package footfall.serving.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import footfall.serving.local.ChatTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Templates with the features that those of published models use. */
class ChatTemplateTest {
  private static final List<Map<String, Object>> CHAT =
      List.of(
          Map.of("role", "system", "content", "Be brief."),
          Map.of("role", "user", "content", "  A red shirt? {{ 6 * 7 }} "),
          Map.of("role", "assistant", "content", "K42."),
          Map.of("role", "user", "content", "Thanks."));

  private static Prompt prompt(
      List<Map<String, Object>> messages, List<Map<String, Object>> tools) {
    return new Prompt(messages, tools, ToolChoice.FREE, null, Sampling.GREEDY, Map.of());
  }

  private static String render(String template, List<Map<String, Object>> messages) {
    return new ChatTemplate(template, null, Map.of("bos_token", "<s>", "eos_token", "</s>"))
        .render(prompt(messages, List.of()));
  }

  @Test
  void likeLlama() {
    String template =
        """
        {{- bos_token }}
        {%- if messages[0]['role'] == 'system' %}
            {%- set system_message = messages[0]['content'] | trim %}
            {%- set messages = messages[1:] %}
        {%- else %}
            {%- set system_message = "" %}
        {%- endif %}
        {{- "<|start|>system<|sep|>\\n\\n" }}
        {{- system_message }}
        {{- "<|eot|>" }}
        {%- for message in messages %}
            {{- '<|start|>' + message['role'] + '<|sep|>\\n\\n' + message['content'] | trim + '<|eot|>' }}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|start|>assistant<|sep|>\\n\\n' }}
        {%- endif %}
        """;
    assertThat(render(template, CHAT))
        .isEqualTo(
            "<s><|start|>system<|sep|>\n\nBe brief.<|eot|>"
                + "<|start|>user<|sep|>\n\nA red shirt? {{ 6 * 7 }}<|eot|>"
                + "<|start|>assistant<|sep|>\n\nK42.<|eot|>"
                + "<|start|>user<|sep|>\n\nThanks.<|eot|>"
                + "<|start|>assistant<|sep|>\n\n");
  }

  @Test
  void likeGemma() {
    String template =
        "{{ bos_token }}{% if messages[0]['role'] == 'system' %}"
            + "{{ raise_exception('System role not supported') }}{% endif %}"
            + "{% for message in messages %}"
            + "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
            + "{{ raise_exception('Conversation roles must alternate') }}{% endif %}"
            + "{% if (message['role'] == 'assistant') %}{% set role = 'model' %}"
            + "{% else %}{% set role = message['role'] %}{% endif %}"
            + "{{ '<start>' + role + '\n' + message['content'] | trim + '<end>\n' }}"
            + "{% endfor %}{% if add_generation_prompt %}{{'<start>model\n'}}{% endif %}";
    assertThat(render(template, CHAT.subList(1, 4)))
        .isEqualTo(
            "<s><start>user\nA red shirt? {{ 6 * 7 }}<end>\n<start>model\nK42.<end>\n"
                + "<start>user\nThanks.<end>\n<start>model\n");
    assertThatThrownBy(() -> render(template, CHAT))
        .isInstanceOf(Prompt.NotUnderstoodException.class)
        .hasMessageContaining("System role not supported");
    assertThatThrownBy(() -> render(template, CHAT.subList(2, 4)))
        .hasMessageContaining("roles must alternate");
  }

  @Test
  void likePhi() {
    String template =
        "{% for message in messages %}{% if message['role'] == 'system' %}"
            + "{{'<|system|>\n' + message['content'] + '<|end|>\n'}}"
            + "{% elif message['role'] == 'user' %}"
            + "{{'<|user|>\n' + message['content'] + '<|end|>\n'}}"
            + "{% elif message['role'] == 'assistant' %}"
            + "{{'<|assistant|>\n' + message['content'] + '<|end|>\n'}}{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|assistant|>\n' }}"
            + "{% else %}{{ eos_token }}{% endif %}";
    assertThat(render(template, CHAT.subList(2, 4)))
        .isEqualTo("<|assistant|>\nK42.<|end|>\n<|user|>\nThanks.<|end|>\n<|assistant|>\n");
  }

  @Test
  void withTools() {
    String template =
        "{% if tools is defined and tools %}{% for tool in tools %}{{ tool.function.name }}"
            + "{% if not loop.last %}, {% endif %}{% endfor %}\n{% endif %}"
            + "{% for message in messages %}{{ message.role }} {% endfor %}";
    Prompt prompt =
        prompt(
            CHAT.subList(1, 2),
            List.of(
                Map.of("type", "function", "function", Map.of("name", "search")),
                Map.of("type", "function", "function", Map.of("name", "compare"))));
    assertThat(new ChatTemplate(template, null, Map.of()).render(prompt))
        .isEqualTo("search, compareuser ");
  }

  @Test
  void whereThereIsNone() {
    assertThat(render(null, CHAT.subList(2, 4)))
        .isEqualTo("assistant: K42.\nuser: Thanks.\nassistant:");
  }
}
