package footfall.serving.djl;

import footfall.fuzzing.Refusal;
import footfall.fuzzing.Scratch;
import footfall.fuzzing.Target;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import footfall.serving.jinja.TemplateException;
import footfall.serving.local.ChatTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of models, as somebody has exported them. */
public final class ModelTargets {
  private ModelTargets() {}

  /** The graph, which is looked at before anything native loads it. */
  public static Target graph() throws IOException {
    Scratch scratch = directory();
    return input -> {
      scratch.write("model.onnx", input);
      Refusal.or(() -> ModelDirectory.open(scratch.folder(), Optional.empty()));
    };
  }

  private static Scratch directory() throws IOException {
    Scratch scratch = new Scratch();
    scratch.write("tokenizer.json", "{}");
    scratch.write("config.json", "{\"num_hidden_layers\": 1, \"eos_token_id\": 2}");
    return scratch;
  }

  /** Read by native code. */
  public static Target tokenizer() {
    Scratch scratch = new Scratch();
    return input -> {
      Path file = scratch.write("tokenizer.json", input);
      Optional<TextCoder> coder = Refusal.or(() -> TextCoder.load(file));
      if (coder.isPresent()) {
        try (TextCoder read = coder.get()) {
          speak(read);
        }
      }
    };
  }

  /** A text that it cannot read fails its request, in the worker; what it has read can be said. */
  private static void speak(TextCoder coder) {
    int[] tokens;
    try {
      tokens = coder.encode("show me a red shirt");
    } catch (RuntimeException e) {
      return;
    }
    for (int token : tokens) {
      coder.textOf(token);
    }
    coder.decode(tokens, 0, tokens.length);
  }

  /** How a model reads a chat. It is taken, or not understood. */
  public static Target template() {
    Prompt prompt =
        new Prompt(
            List.of(Map.of("role", "user", "content", "show me a red shirt")),
            List.of(),
            ToolChoice.FREE,
            null,
            Sampling.GREEDY,
            Map.of());
    return input -> {
      String template = new String(input, StandardCharsets.UTF_8);
      try {
        new ChatTemplate(template, null, Map.of("bos_token", "<s>")).render(prompt);
      } catch (Prompt.NotUnderstoodException | TemplateException e) {
        return; // So it is told to the client, or to who starts the server.
      }
    };
  }
}
