package footfall.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the files of a model directory as the hub's exporters lay them out, and a manifest. */
public final class ModelFolder {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;

  /** A folder that is made if it is not there. */
  public ModelFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** The graph with its weights. */
  public void graph(byte[] onnx) throws IOException {
    graph(onnx, Precision.FP32);
  }

  /** The graph with its weights in another precision, beside the others. */
  void graph(byte[] onnx, Precision precision) throws IOException {
    Files.write(folder.resolve(precision.file()), onnx);
  }

  /** The tokenizer, in the format of HF tokenizers. */
  void tokenizer(BytePairs pairs) throws IOException {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    pairs.vocabulary().forEach(token -> vocabulary.put(token, vocabulary.size()));
    List<Object> added = new ArrayList<>();
    for (String token : pairs.special()) {
      Map<String, Object> special = new LinkedHashMap<>();
      special.put("id", vocabulary.get(token));
      special.put("content", token);
      special.put("single_word", false);
      special.put("lstrip", false);
      special.put("rstrip", false);
      special.put("normalized", false);
      special.put("special", true);
      added.add(special);
    }
    Map<String, Object> tokenizer = new LinkedHashMap<>();
    tokenizer.put("version", "1.0");
    tokenizer.put("truncation", null);
    tokenizer.put("padding", null);
    tokenizer.put("added_tokens", added);
    tokenizer.put("normalizer", null);
    tokenizer.put(
        "pre_tokenizer",
        new TreeMap<>(
            Map.of(
                "type",
                "Sequence",
                "pretokenizers",
                List.of(
                    new TreeMap<>(Map.of("type", "Digits", "individual_digits", true)),
                    byteLevel(false)))));
    tokenizer.put("post_processor", null);
    tokenizer.put("decoder", byteLevel(true));
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "BPE");
    model.put("dropout", null);
    model.put("unk_token", null);
    model.put("continuing_subword_prefix", null);
    model.put("end_of_word_suffix", null);
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", false);
    model.put("vocab", vocabulary);
    model.put("merges", pairs.merges().stream().map(m -> m[0] + " " + m[1]).toList());
    tokenizer.put("model", model);
    json("tokenizer.json", tokenizer);
  }

  private static Map<String, Object> byteLevel(boolean prefixSpace) {
    return new TreeMap<>(
        Map.of(
            "type",
            "ByteLevel",
            "add_prefix_space",
            prefixSpace,
            "trim_offsets",
            true,
            "use_regex",
            true));
  }

  /** A file of JSON. */
  public void json(String name, Map<String, ?> content) throws IOException {
    Files.writeString(folder.resolve(name), JSON.writeValueAsString(content) + "\n");
  }

  /** SHA-256 of every other file, in the format of {@code sha256sum}. */
  public void manifest() throws IOException {
    StringBuilder manifest = new StringBuilder();
    List<Path> files;
    try (var list = Files.list(folder)) {
      files = list.filter(file -> !file.endsWith("SHA256SUMS")).sorted().toList();
    }
    for (Path file : files) {
      manifest.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
    }
    Files.write(folder.resolve("SHA256SUMS"), manifest.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
