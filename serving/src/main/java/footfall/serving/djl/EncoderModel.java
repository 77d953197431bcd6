package footfall.serving.djl;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.serving.exchange.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model of this machine's that makes vectors of texts, as exporters of sentence transformers lay
 * it out, or one that names the kind of a text. Each worker loads an {@link OnnxEncoder} of its
 * own.
 */
public final class EncoderModel implements AutoCloseable {
  /** Outputs that are one vector for each text, or one for each token, as exporters name them. */
  private static final List<String> OF_TEXTS = List.of("sentence_embedding", "text_embeds");

  private static final String OF_LABELS = "logits";
  private static final List<String> OF_TOKENS = List.of("last_hidden_state", "token_embeddings");
  private static final int DEFAULT_CONTEXT = 512;

  /** What has more is too long without being read. */
  private static final int MOST_CHARACTERS_PER_TOKEN = 64;

  /** How vectors of tokens become one of their text. */
  enum Pooling {
    /** There is nothing to be done: the graph does it. */
    NONE,
    FIRST_TOKEN,
    LAST_TOKEN,
    MEAN
  }

  private final Path path;
  private final Path graph;
  private final OnnxHeader header;
  private final String output;
  private final Pooling pooling;

  /** The kinds that it knows; empty where it makes embeddings. */
  private final List<String> labels;

  private final int context;
  private final TextCoder coder;
  private final Device device;
  private final int cores;

  private EncoderModel(Path path, Path graph, OnnxHeader header, Device device, int cores) {
    this.path = path;
    this.graph = graph;
    this.header = header;
    this.output = output(header).orElseThrow();
    this.pooling = OF_TOKENS.contains(output) ? pooling(path) : Pooling.NONE;
    this.labels = output.equals(OF_LABELS) ? labels(path, header) : List.of();
    this.context = context(path);
    this.coder = TextCoder.load(ModelDirectory.required(path, "tokenizer.json"));
    this.device = device;
    this.cores = cores;
  }

  /**
   * Looks at a model directory.
   *
   * @param precision of its weights; empty for the graph that the directory is named for
   * @param cores threads that a worker computes with, on the CPU
   * @return empty if its graph writes, one token after the other
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be served from
   */
  public static Optional<EncoderModel> open(
      Path path, Optional<String> precision, Device device, int cores) {
    Path graph = ModelDirectory.graphIn(path, precision);
    OnnxHeader header = ModelDirectory.header(graph);
    return !header.inputs().containsKey("input_ids") || output(header).isEmpty()
        ? Optional.empty()
        : Optional.of(new EncoderModel(path, graph, header, device, cores));
  }

  private static Optional<String> output(OnnxHeader header) {
    OnnxHeader.Tensor logits = header.outputs().get(OF_LABELS);
    if (logits != null) { // One row for a text, or for each of its tokens.
      return logits.dimensions().size() == 2 ? Optional.of(OF_LABELS) : Optional.empty();
    }
    return OF_TEXTS.stream()
        .filter(header.outputs()::containsKey)
        .findFirst()
        .or(() -> OF_TOKENS.stream().filter(header.outputs()::containsKey).findFirst());
  }

  /** As sentence transformers say it in {@code 1_Pooling/config.json}; else the mean. */
  private static Pooling pooling(Path path) {
    JsonNode pooling = ModelDirectory.optional(path, "1_Pooling/config.json");
    if (pooling.path("pooling_mode_cls_token").asBoolean(false)) {
      return Pooling.FIRST_TOKEN;
    }
    if (pooling.path("pooling_mode_lasttoken").asBoolean(false)) {
      return Pooling.LAST_TOKEN;
    }
    return Pooling.MEAN;
  }

  /** As {@code id2label} of {@code config.json} says. */
  private static List<String> labels(Path path, OnnxHeader header) {
    List<String> labels = new ArrayList<>();
    JsonNode named =
        ModelDirectory.json(ModelDirectory.required(path, "config.json")).path("id2label");
    while (named.has(Integer.toString(labels.size()))) {
      labels.add(named.get(Integer.toString(labels.size())).asText());
    }
    long given = header.outputs().get(OF_LABELS).dimensions().get(1);
    if (labels.isEmpty() || (given > 0 && given != labels.size())) {
      throw ModelDirectory.wrong(
          path,
          "has a config.json whose id2label names "
              + labels.size()
              + " kinds, and a graph of "
              + given,
          "both must come from the same export");
    }
    return labels;
  }

  private static int context(Path path) {
    int stated =
        ModelDirectory.optional(path, "sentence_bert_config.json").path("max_seq_length").asInt(0);
    return stated > 0
        ? stated
        : ModelDirectory.optional(path, "config.json")
            .path("max_position_embeddings")
            .asInt(DEFAULT_CONTEXT);
  }

  /** What is told of it when it is served. */
  String description() {
    return "%s on %s%s, %.1f MB of weights a worker"
        .formatted(
            labels() ? "tells " + String.join(", ", labels) + " apart" : "makes embeddings",
            device,
            device.isGpu() ? "" : " (cores a worker: " + cores + ")",
            bytes() / 1e6);
  }

  /** Bytes of its weights on disk. */
  long bytes() {
    return ModelDirectory.bytes(path, graph);
  }

  /**
   * Loads it for one worker.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if that fails
   */
  OnnxEncoder load() {
    return new OnnxEncoder(OnnxGraph.load(path, graph, device, cores), header, output, pooling);
  }

  /** Whether it names the kind of a text, and makes no embeddings. */
  boolean labels() {
    return !labels.isEmpty();
  }

  /** The likeliest kind. */
  String label(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return labels.get(best);
  }

  TextCoder coder() {
    return coder;
  }

  /** Tokens that it reads of one text at most. */
  int context() {
    return context;
  }

  /**
   * The tokens of each text.
   *
   * @throws Prompt.NotUnderstoodException if one is too long
   */
  List<int[]> read(List<String> texts) {
    return texts.stream().map(this::read).toList();
  }

  private int[] read(String text) {
    boolean tooLong = text.length() > (long) context * MOST_CHARACTERS_PER_TOKEN;
    int[] tokens = tooLong ? new int[0] : coder.encodeWhole(text);
    if (tooLong || tokens.length > context) {
      throw new Prompt.NotUnderstoodException(
          "This model's maximum context length is %d tokens, but a text has %s."
              .formatted(
                  context,
                  tooLong ? text.length() + " characters" : Integer.toString(tokens.length)));
    }
    if (tokens.length == 0) {
      throw new Prompt.NotUnderstoodException("A text has no tokens.");
    }
    return tokens;
  }

  @Override
  public void close() {
    coder.close();
  }
}
