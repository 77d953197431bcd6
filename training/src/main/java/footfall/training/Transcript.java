package footfall.training;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import footfall.scenarios.dialogues.Dialogue;
import footfall.scenarios.dialogues.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A dialogue as the model reads it.
 *
 * @param tokens from the first to the last
 * @param weights how much it matters to say this token, by position; zero where another speaks
 */
record Transcript(int[] tokens, int[] weights) {
  static final String PAD = "<|pad|>";
  static final String END = "<|end|>";
  static final String TOOLS = "<|tools|>";
  static final String SHOPPER = "<|user|>";
  static final String ASSISTANT = "<|assistant|>";
  static final String CALL = "<|call|>";
  static final String RESULT = "<|tool|>";
  static final List<String> SPECIAL = List.of(PAD, END, TOOLS, SHOPPER, ASSISTANT, CALL, RESULT);

  /** The same as a template for those who serve the model, in the language of HF tokenizers. */
  static final String TEMPLATE =
      """
      {%- if tools %}<|tools|>{% endif -%}
      {%- for message in messages -%}
      {%- if message['role'] == 'user' -%}
      <|user|>{{ message['content'] }}<|end|>
      {%- elif message['role'] == 'tool' -%}
      <|tool|>{{ message['content'] }}<|end|>
      {%- elif message['role'] == 'assistant' and message['tool_calls'] -%}
      {%- for call in message['tool_calls'] -%}
      <|assistant|><|call|>{{ call['function']['name'] }}(
      {%- for name, value in call['function']['arguments'].items() -%}
      {{ name }}={{ value }}{% if not loop.last %}, {% endif %}
      {%- endfor -%}
      )<|end|>
      {%- endfor -%}
      {%- elif message['role'] == 'assistant' -%}
      <|assistant|>{{ message['content'] }}<|end|>
      {%- endif -%}
      {%- endfor -%}
      {%- if add_generation_prompt %}<|assistant|>{% endif -%}
      """;

  /**
   * A dialogue, tokenized.
   *
   * @param ofReplies weight of tokens of replies, where those of calls have 1: what is recommended
   *     is a few tokens among many
   */
  static Transcript of(Dialogue dialogue, HuggingFaceTokenizer tokenizer, int ofReplies) {
    List<Integer> tokens = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    if (dialogue.tools()) {
      add(tokenizer, TOOLS, 0, tokens, weights);
    }
    for (Message message : dialogue.messages()) {
      add(tokenizer, opening(message.role()), 0, tokens, weights);
      String text = message.role() == Message.Role.CALL ? CALL + message.text() : message.text();
      add(tokenizer, text + END, weight(message.role(), ofReplies), tokens, weights);
    }
    return new Transcript(
        tokens.stream().mapToInt(Integer::intValue).toArray(),
        weights.stream().mapToInt(Integer::intValue).toArray());
  }

  private static int weight(Message.Role role, int ofReplies) {
    return role == Message.Role.REPLY ? ofReplies : role == Message.Role.CALL ? 1 : 0;
  }

  private static String opening(Message.Role role) {
    return switch (role) {
      case SHOPPER -> SHOPPER;
      case REPLY, CALL -> ASSISTANT;
      case RESULT -> RESULT;
    };
  }

  private static void add(
      HuggingFaceTokenizer tokenizer,
      String text,
      int weight,
      List<Integer> tokens,
      List<Integer> weights) {
    for (long id : tokenizer.encode(text, false, false).getIds()) {
      tokens.add((int) id);
      weights.add(weight);
    }
  }
}
