package footfall.serving.gguf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import footfall.scenarios.pools.Backend;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Sampling;
import footfall.serving.format.ReplyFormat;
import footfall.serving.jinja.TemplateException;
import footfall.serving.local.ChatTemplate;
import java.io.IOException;
import java.nio.file.Path;

/** A model in a GGUF file: what its workers have in common. Each loads it for itself. */
public final class GgufModel {
  /** Without a word in the scenario: longer is rarely needed, and its memory is taken at once. */
  private static final int USUAL_CONTEXT = 4_096;

  /** Layers that are given to a GPU: all. */
  private static final int ALL_LAYERS = 10_000;

  /** What has more is too long without being read. */
  private static final int MOST_CHARACTERS_PER_TOKEN = 64;

  private static final int TOKENS_READ_AT_ONCE = 512;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GgufFile file;
  private final Backend.Gguf backend;
  private final int context;
  private final int slots;
  private final ChatTemplate template;

  private GgufModel(GgufFile file, Backend.Gguf backend, int slots) {
    this.file = file;
    this.backend = backend;
    this.slots = slots;
    int most = file.context() == 0 ? USUAL_CONTEXT : file.context();
    if (backend.context().orElse(0) > most) {
      throw GgufFile.wrong(
          file.path(),
          "has a context of "
              + most
              + " tokens, and "
              + backend.context().getAsInt()
              + " are wanted",
          "lower context");
    }
    this.context = backend.context().orElse(Math.min(most, USUAL_CONTEXT));
    this.template = template(file);
  }

  /**
   * Looks at a file; nothing is loaded yet.
   *
   * @param slots replies that a worker writes at once
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be served
   */
  public static GgufModel open(Path path, Backend.Gguf backend, int slots) {
    GgufFile file = GgufFile.read(path);
    try {
      Llama.load();
    } catch (IOException e) {
      throw GgufFile.wrong(path, "cannot be served here: " + e.getMessage(), "serve an ONNX model");
    }
    if (!backend.device().equals("cpu") && !Llama.isOwn()) {
      throw GgufFile.wrong(
          path,
          "cannot be served on "
              + backend.device()
              + ": the llama.cpp that Footfall brings computes"
              + " on the CPU",
          "build the binding for your GPU and name its folder with"
              + " FOOTFALL_JAVA_OPTS=-Dde.kherud.llama.lib.path=FOLDER, or set device: cpu");
    }
    return new GgufModel(file, backend, slots);
  }

  private static ChatTemplate template(GgufFile file) {
    try {
      return new ChatTemplate(
          file.chatTemplate("").orElse(null),
          file.chatTemplate("tool_use").orElse(null),
          file.specialTokens());
    } catch (TemplateException e) {
      throw GgufFile.wrong(
          file.path(),
          "has a chat template that cannot be read: " + e.getMessage(),
          "convert it again");
    }
  }

  /** What is told of it when it is served. */
  String description() {
    return "on %s%s by llama.cpp, %.1f MB of weights and %.0f MB of KV cache a worker (%d slots of %d tokens)"
        .formatted(
            backend.device(),
            backend.device().equals("cpu") ? " (cores a worker: " + backend.cores() + ")" : "",
            bytes() / 1e6,
            (double) slots * context * file.cacheBytesPerToken() / 1e6,
            slots,
            context);
  }

  /** Bytes of the file. */
  long bytes() {
    return file.bytes();
  }

  int slots() {
    return slots;
  }

  /** Tokens that a request may read and write together. */
  int context() {
    return context;
  }

  /**
   * Loads it for one worker.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if that fails
   */
  LlamaModel load() {
    ModelParameters parameters =
        new ModelParameters()
            .setModel(file.path().toString())
            .setThreads(backend.cores())
            .setThreadsBatch(backend.cores())
            .setCtxSize(slots * context)
            .setParallel(slots)
            .setBatchSize(TOKENS_READ_AT_ONCE)
            .disableContextShift()
            .disableLog(); // It would go to standard error, and not to where ours goes.
    if (!backend.device().equals("cpu")) {
      parameters.setGpuLayers(ALL_LAYERS);
      parameters.setMainGpu(Integer.parseInt(backend.device().substring("gpu:".length())));
    }
    try {
      return new LlamaModel(parameters);
    } catch (RuntimeException e) {
      throw GgufFile.wrong(
          file.path(),
          "cannot be loaded by llama.cpp (" + e.getMessage() + ")",
          "it may be damaged, or of an architecture that is newer than this version of llama.cpp");
    }
  }

  /**
   * The text that the model is to continue, without the token that llama.cpp begins it with.
   *
   * @throws Prompt.NotUnderstoodException if the template does not take the chat
   */
  String text(Prompt prompt) {
    String text = prompt.text() == null ? template.render(prompt) : prompt.text();
    String begin = file.specialTokens().getOrDefault("bos_token", "");
    return !begin.isEmpty() && begins() && text.startsWith(begin)
        ? text.substring(begin.length())
        : text;
  }

  /**
   * How many tokens it reads of a text.
   *
   * @throws Prompt.NotUnderstoodException if they are too many, or none
   */
  int read(String text, LlamaModel llama) {
    boolean tooLong = text.length() > (long) context * MOST_CHARACTERS_PER_TOKEN;
    int tokens = tooLong ? 0 : llama.encode(text).length + (begins() ? 1 : 0);
    if (tooLong || tokens >= context) {
      throw new Prompt.NotUnderstoodException(
          "This model's maximum context length is %d tokens, but the messages %s."
              .formatted(
                  context, tooLong ? "have " + text.length() + " characters" : "take " + tokens));
    }
    if (tokens == 0) {
      throw new Prompt.NotUnderstoodException("There is nothing to answer to.");
    }
    return tokens;
  }

  /**
   * Whether llama.cpp puts a token before each prompt: SentencePiece does unless told otherwise.
   */
  private boolean begins() {
    Object stated = file.settings().get("tokenizer.ggml.add_bos_token");
    return stated instanceof Long flag
        ? flag != 0
        : "llama".equals(file.settings().get("tokenizer.ggml.model"));
  }

  /**
   * How llama.cpp is to write the reply.
   *
   * @throws Prompt.NotUnderstoodException if it has no way of what is wanted
   */
  InferenceParameters parameters(Prompt prompt, String text, int most) {
    Sampling sampling = prompt.sampling();
    boolean exactly = sampling.ignoreEnd();
    if (sampling.minTokens() > 0 && !exactly) {
      throw new Prompt.NotUnderstoodException(
          "llama.cpp has no min_tokens: leave it out, or set ignore_eos.");
    }
    InferenceParameters parameters =
        new InferenceParameters(text)
            .setNPredict(most)
            .setTemperature((float) sampling.temperature())
            .setTopP((float) sampling.topP())
            .setTopK(sampling.topK())
            .setMinP(0)
            .setRepeatPenalty((float) sampling.repetitionPenalty())
            .setSeed((int) (sampling.seed() & Integer.MAX_VALUE))
            .setIgnoreEos(exactly)
            .setCachePrompt(true);
    if (!sampling.stops().isEmpty()) {
      parameters.setStopStrings(sampling.stops().toArray(String[]::new));
    }
    ReplyFormat constraint = prompt.constraint();
    if (!constraint.isText()) {
      parameters.setGrammar(grammar(constraint));
    }
    return parameters;
  }

  private static String grammar(ReplyFormat format) {
    try {
      return LlamaModel.jsonSchemaToGrammar(JSON.writeValueAsString(format.schema()));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new Prompt.NotUnderstoodException(
          "llama.cpp makes no grammar of this schema: " + e.getMessage());
    }
  }
}
