package footfall.serving.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.problems.InvalidInputException;
import footfall.serving.jinja.TemplateException;
import footfall.serving.local.ChatTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model as exporters lay it out: a graph, {@code tokenizer.json}, {@code config.json} and what
 * goes with them. It was looked at before anything native touches it: files are there, whole, and
 * what their manifest says.
 *
 * @param graph the ONNX file, in the directory or its {@code onnx} folder
 * @param chatTemplate how the model reads a chat
 */
record ModelDirectory(
    Path path,
    Path graph,
    OnnxHeader header,
    ModelConfig config,
    Path tokenizer,
    ChatTemplate chatTemplate) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANIFEST = "SHA256SUMS";
  private static final List<String> SPECIAL_TOKENS =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");
  private static final List<String> PREFERRED =
      List.of("model.onnx", "decoder_model_merged.onnx", "model_quantized.onnx", "model_q4.onnx");

  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          "fp32", List.of("model.onnx"),
          "int8", List.of("model_quantized.onnx"),
          "int4", List.of("model_q4.onnx"));

  /**
   * Looks at the directory.
   *
   * @param precision of the weights, such as {@code int8}; empty for the graph that the directory
   *     is named for
   * @throws InvalidInputException if it cannot be served from
   */
  static ModelDirectory open(Path path, Optional<String> precision) {
    Path graph = graphIn(path, precision);
    Path tokenizer = required(path, "tokenizer.json");
    OnnxHeader header = header(graph);
    if (!header.inputs().containsKey("input_ids") || !header.outputs().containsKey("logits")) {
      throw wrong(
          graph,
          "is not a decoder of text: it takes "
              + header.inputs().keySet()
              + " and gives "
              + header.outputs().keySet(),
          "export it for text generation with past, from input_ids to logits");
    }
    ModelConfig config =
        ModelConfig.of(
            path,
            json(required(path, "config.json")),
            optional(path, "generation_config.json"),
            header);
    return new ModelDirectory(path, graph, header, config, tokenizer, chatTemplate(path));
  }

  /** The graph to be served of a directory that is whole. */
  static Path graphIn(Path path, Optional<String> precision) {
    if (!Files.isDirectory(path)) {
      throw wrong(
          path, "is not a model directory", "it must hold *.onnx, tokenizer.json and config.json");
    }
    checkManifest(path);
    return precision.map(of -> graph(path, of)).orElseGet(() -> graph(path));
  }

  /** What the graph takes and gives. */
  static OnnxHeader header(Path graph) {
    if (graph.toFile().length() == 0) {
      throw wrong(graph, "is empty", "download it again");
    }
    try {
      return OnnxHeader.read(graph);
    } catch (IOException e) {
      throw wrong(
          graph, "is truncated or no ONNX model (" + e.getMessage() + ")", "download it again");
    }
  }

  /**
   * Whether sequences of different lengths can be padded: by positions and mask, or by an attention
   * that is told their lengths.
   */
  boolean pads() {
    return header.fusesAttention() || header.inputs().containsKey("position_ids");
  }

  /** Bytes of the graph and its external data. */
  long bytes() {
    return bytes(path, graph);
  }

  static long bytes(Path path, Path graph) {
    try (Stream<Path> files = Files.list(graph.getParent())) {
      String stem = graph.getFileName().toString();
      long total = 0;
      for (Path file : files.toList()) {
        total += file.getFileName().toString().startsWith(stem) ? Files.size(file) : 0;
      }
      return total;
    } catch (IOException e) {
      throw wrong(path, "cannot be read (" + e.getMessage() + ")", "look at its permissions");
    }
  }

  /** As the hub's exporters name them, and {@code model.onnx} where that is the only fp32 one. */
  private static Path graph(Path path, String precision) {
    List<String> names = new ArrayList<>(List.of("model_" + precision + ".onnx"));
    names.addAll(OTHER_NAMES.getOrDefault(precision, List.of()));
    for (Path folder : List.of(path, path.resolve("onnx"))) {
      for (String name : names) {
        if (Files.isRegularFile(folder.resolve(name))) {
          return folder.resolve(name);
        }
      }
    }
    throw wrong(
        path,
        "has no graph of precision " + precision + " (" + String.join(", ", names) + ")",
        "export one, or leave precision out");
  }

  private static Path graph(Path path) {
    for (Path folder : List.of(path, path.resolve("onnx"))) {
      for (String name : PREFERRED) {
        if (Files.isRegularFile(folder.resolve(name))) {
          return folder.resolve(name);
        }
      }
    }
    List<Path> others;
    try (Stream<Path> files = Files.list(path)) {
      others = files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
    } catch (IOException e) {
      throw wrong(path, "cannot be read (" + e.getMessage() + ")", "look at its permissions");
    }
    if (others.size() != 1) {
      throw wrong(
          path,
          others.isEmpty() ? "has no *.onnx" : "has several graphs: " + others,
          "name the one to serve model.onnx");
    }
    return others.get(0);
  }

  private static void checkManifest(Path path) {
    Path manifest = path.resolve(MANIFEST);
    if (!Files.exists(manifest)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(manifest)) {
        String[] parts = line.split(" [ *]", 2);
        Path file = path.resolve(parts[parts.length - 1]);
        if (!Files.isRegularFile(file)) {
          throw wrong(
              file, "is missing, though " + MANIFEST + " names it", "restore the directory");
        }
        if (!sha256(file).equalsIgnoreCase(parts[0])) {
          throw wrong(
              file, "is damaged: its SHA-256 is not that of " + MANIFEST, "restore the directory");
        }
      }
    } catch (IOException e) {
      throw wrong(manifest, "cannot be read (" + e.getMessage() + ")", "restore the directory");
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static Path required(Path path, String name) {
    Path file = path.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw wrong(path, "has no " + name, "copy it from where the model comes from");
    }
    return file;
  }

  static JsonNode optional(Path path, String name) {
    Path file = path.resolve(name);
    return Files.isRegularFile(file) ? json(file) : JSON.createObjectNode();
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw wrong(
          file, "is no JSON (" + e.getMessage().lines().findFirst().orElse("") + ")", "restore it");
    }
  }

  /** How the model reads chats. */
  private static ChatTemplate chatTemplate(Path path) {
    try {
      return new ChatTemplate(
          template(path, "default").orElse(null),
          template(path, "tool_use").orElse(null),
          specialTokens(path));
    } catch (TemplateException e) {
      throw wrong(path, "has a chat template that cannot be read: " + e.getMessage(), "restore it");
    }
  }

  /** In a file of its own, or among the settings of the tokenizer, alone or by name. */
  private static Optional<String> template(Path path, String name) {
    boolean isDefault = name.equals("default");
    Path own =
        isDefault
            ? path.resolve("chat_template.jinja")
            : path.resolve("additional_chat_templates").resolve(name + ".jinja");
    if (Files.isRegularFile(own)) {
      try {
        return Optional.of(Files.readString(own));
      } catch (IOException e) {
        throw wrong(own, "cannot be read (" + e.getMessage() + ")", "restore it");
      }
    }
    JsonNode template = optional(path, "tokenizer_config.json").path("chat_template");
    for (JsonNode named : template) {
      if (named.path("name").asText().equals(name)) {
        return Optional.of(named.path("template").asText());
      }
    }
    return isDefault && template.isTextual() ? Optional.of(template.asText()) : Optional.empty();
  }

  /** Tokens by the names that templates call them by. */
  private static Map<String, String> specialTokens(Path path) {
    Map<String, String> tokens = new LinkedHashMap<>();
    JsonNode settings = optional(path, "tokenizer_config.json");
    for (String name : SPECIAL_TOKENS) {
      JsonNode token = settings.path(name);
      if (token.isTextual() || token.path("content").isTextual()) {
        tokens.put(name, token.isTextual() ? token.asText() : token.path("content").asText());
      }
    }
    return tokens;
  }

  static InvalidInputException wrong(Path path, String rule, String hint) {
    return InvalidInputException.of(path.toString(), rule, hint);
  }
}
