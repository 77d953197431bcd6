package footfall.serving.djl;

import footfall.serving.exchange.Prompt;
import footfall.serving.format.Grammar;
import footfall.serving.format.ReplyFormat;
import footfall.serving.local.ChatTemplate;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A model of this machine's: what its workers have in common. Each worker loads a {@link Decoder}
 * of its own.
 */
public final class LocalModel implements AutoCloseable {
  /** What has more is too long without being read; reading it would keep others waiting. */
  private static final int MOST_CHARACTERS_PER_TOKEN = 64;

  private static final List<String> TAUGHT =
      List.of("search", "recommend", "compare", "filter", "translate", "visual_search");

  private static final String FORCED_CALL = "<|call|>";

  private final ModelDirectory directory;
  private final TextCoder coder;
  private final ChatTemplate template;
  private final Device device;
  private final int cores;

  private LocalModel(ModelDirectory directory, Device device, int cores) {
    this.directory = directory;
    this.coder = TextCoder.load(directory.tokenizer());
    this.template = directory.chatTemplate();
    this.device = device;
    this.cores = cores;
  }

  /**
   * Looks at a model directory; nothing is loaded but its tokenizer.
   *
   * @param precision of its weights; empty for the graph that the directory is named for
   * @param cores threads that a worker computes with, on the CPU
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be served from
   */
  public static LocalModel open(Path path, Optional<String> precision, Device device, int cores) {
    return new LocalModel(ModelDirectory.open(path, precision), device, cores);
  }

  /** What is told of it when it is served. */
  public String description() {
    return "on %s%s, %.1f MB of weights a worker"
        .formatted(
            device,
            device.isGpu() ? "" : " (cores a worker: " + cores + ")",
            directory.bytes() / 1e6);
  }

  /** Bytes of its weights on disk. */
  public long bytes() {
    return directory.bytes();
  }

  /** Tokens that it reads and writes together at most. */
  public int context() {
    return directory.config().context();
  }

  /**
   * Loads it for one worker.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if that fails
   */
  Decoder load() {
    return OnnxDecoder.load(directory, device, cores);
  }

  boolean pads() {
    return directory.pads();
  }

  ModelConfig config() {
    return directory.config();
  }

  TextCoder coder() {
    return coder;
  }

  /**
   * The tokens that the model is to continue.
   *
   * @throws Prompt.NotUnderstoodException if it cannot read them, or they are too many
   */
  int[] read(Prompt prompt) {
    if (prompt.characters() > (long) context() * MOST_CHARACTERS_PER_TOKEN) {
      throw new Prompt.NotUnderstoodException(
          "This model's maximum context length is %d tokens, but the messages have %d characters."
              .formatted(context(), prompt.characters()));
    }
    checkMayBeCalled(prompt);
    String text =
        prompt.text() == null
            ? template.render(hasKnownTools(prompt) ? prompt : prompt.withoutTools())
            : prompt.text();
    int[] tokens = coder.encode(text + forced(prompt));
    if (tokens.length >= context()) {
      throw new Prompt.NotUnderstoodException(
          "This model's maximum context length is %d tokens, but the messages take %d."
              .formatted(context(), tokens.length));
    }
    if (tokens.length == 0) {
      throw new Prompt.NotUnderstoodException("There is nothing to answer to.");
    }
    return tokens;
  }

  /** The embedded models were taught these tools, and mix them up with others. */
  private boolean hasKnownTools(Prompt prompt) {
    return !directory.config().type().equals("footfall")
        || prompt.toolNames().isEmpty()
        || !Collections.disjoint(prompt.toolNames(), TAUGHT);
  }

  private void checkMayBeCalled(Prompt prompt) {
    String tool = prompt.toolChoice().tool();
    boolean known = hasKnownTools(prompt) && (tool.isEmpty() || TAUGHT.contains(tool));
    boolean taught = directory.config().type().equals("footfall");
    if (taught && prompt.toolChoice().must() && !prompt.tools().isEmpty() && !known) {
      throw new Prompt.NotUnderstoodException(
          "This model calls only "
              + String.join(", ", TAUGHT)
              + ": tool_choice must leave it free.");
    }
  }

  /** What the reply must begin with, where a tool must be called and the model has a way of it. */
  String forced(Prompt prompt) {
    boolean can = directory.config().type().equals("footfall");
    if (!can || !prompt.toolChoice().must() || prompt.tools().isEmpty()) {
      return "";
    }
    String tool = prompt.toolChoice().tool();
    return tool.isEmpty() ? FORCED_CALL : FORCED_CALL + tool + "(";
  }

  /**
   * What a reply must keep to; null for nothing, and where the model has a way of its own.
   *
   * @throws Prompt.NotUnderstoodException if it could not write that
   */
  Grammar grammar(Prompt prompt) {
    ReplyFormat constraint = forced(prompt).isEmpty() ? prompt.constraint() : ReplyFormat.TEXT;
    if (constraint.isText()) {
      return null;
    }
    String json = "{\"a\": [1]}";
    int[] tokens = coder.encode(json);
    if (!coder.decode(tokens, 0, tokens.length).strip().equals(json)) {
      throw new Prompt.NotUnderstoodException(
          "This model cannot write JSON: its tokens have no such characters. Leave"
              + " response_format out.");
    }
    return constraint.grammar();
  }

  @Override
  public void close() {
    coder.close();
  }
}
