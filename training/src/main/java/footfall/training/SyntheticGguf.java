package footfall.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model of Llama's architecture that has learned nothing, in llama.cpp's format: for those who
 * test what loads and runs such files. The same seed gives the same weights.
 */
public final class SyntheticGguf {
  private static final int MAGIC = 0x46554747;
  private static final int VERSION = 3;
  private static final int ALIGNMENT = 32;
  private static final int WIDTH = 32;
  private static final int HEADS = 4;
  private static final int LAYERS = 2;
  private static final int MLP_WIDTH = 64;
  private static final double SPREAD = 0.4;

  /** Types of values, as the format numbers them. */
  private static final int INT32 = 4;

  private static final int SIGNED_INT32 = 5;
  private static final int FLOAT = 6;
  private static final int BOOL = 7;
  private static final int TEXT = 8;
  private static final int LIST = 9;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final Map<String, float[]> tensors = new LinkedHashMap<>();
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final Random random;
  private int settings;

  private SyntheticGguf(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Writes a file whose tokens are single bytes, {@code <|end|>} and what templates may use.
   *
   * @param template how it reads a chat, in Jinja
   * @param context tokens that it says it was made for
   */
  public static void write(Path path, String template, int context, long seed) throws IOException {
    SyntheticGguf gguf = new SyntheticGguf(seed);
    BytePairs pairs =
        BytePairs.learn(List.of(), Transcript.SPECIAL, 256 + Transcript.SPECIAL.size());
    gguf.describe(pairs, template, context);
    gguf.fill(pairs.vocabulary().size());
    Files.write(path, gguf.bytes());
  }

  private void describe(BytePairs pairs, String template, int context) {
    text("general.architecture", "llama");
    text("general.name", "synthetic");
    number("llama.context_length", context);
    number("llama.embedding_length", WIDTH);
    number("llama.block_count", LAYERS);
    number("llama.feed_forward_length", MLP_WIDTH);
    number("llama.attention.head_count", HEADS);
    number("llama.attention.head_count_kv", HEADS);
    number("llama.rope.dimension_count", WIDTH / HEADS);
    setting("llama.attention.layer_norm_rms_epsilon", FLOAT);
    int32(Float.floatToIntBits(1e-5f));
    text("tokenizer.ggml.model", "gpt2");
    text("tokenizer.ggml.pre", "gpt-2");
    List<String> tokens = new ArrayList<>(pairs.vocabulary());
    list("tokenizer.ggml.tokens", TEXT, tokens.size());
    tokens.forEach(this::text);
    list("tokenizer.ggml.token_type", SIGNED_INT32, tokens.size());
    tokens.forEach(token -> int32(pairs.special().contains(token) ? 3 : 1));
    list("tokenizer.ggml.merges", TEXT, 1);
    text(tokens.get(tokens.size() - 2) + " " + tokens.get(tokens.size() - 1)); // Makes no token.
    int end = tokens.indexOf(Transcript.END);
    number("tokenizer.ggml.bos_token_id", end);
    number("tokenizer.ggml.eos_token_id", end);
    setting("tokenizer.ggml.add_bos_token", BOOL);
    head.write(0);
    text("tokenizer.chat_template", template);
  }

  private void fill(int vocabulary) {
    tensor("token_embd.weight", 1, WIDTH, vocabulary);
    for (int layer = 0; layer < LAYERS; layer++) {
      String of = "blk." + layer + ".";
      ones(of + "attn_norm.weight");
      for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
        tensor(of + part + ".weight", SPREAD, WIDTH, WIDTH);
      }
      ones(of + "ffn_norm.weight");
      tensor(of + "ffn_gate.weight", SPREAD, WIDTH, MLP_WIDTH);
      tensor(of + "ffn_up.weight", SPREAD, WIDTH, MLP_WIDTH);
      tensor(of + "ffn_down.weight", SPREAD, MLP_WIDTH, WIDTH);
    }
    ones("output_norm.weight");
    tensor("output.weight", SPREAD, WIDTH, vocabulary);
  }

  private void ones(String name) {
    tensor(name, 0, WIDTH);
    java.util.Arrays.fill(tensors.get(name), 1);
  }

  private void tensor(String name, double stdev, long... shape) {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (stdev * random.nextGaussian());
    }
    tensors.put(name, values);
    shapes.put(name, shape);
  }

  private byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int32(whole, MAGIC);
    int32(whole, VERSION);
    int64(whole, tensors.size());
    int64(whole, settings);
    whole.writeBytes(head.toByteArray());
    long offset = 0;
    for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
      text(whole, tensor.getKey());
      long[] shape = shapes.get(tensor.getKey());
      int32(whole, shape.length);
      for (long length : shape) {
        int64(whole, length);
      }
      int32(whole, 0); // In full precision.
      int64(whole, offset);
      offset += aligned((long) tensor.getValue().length * Float.BYTES);
    }
    pad(whole);
    for (float[] values : tensors.values()) {
      ByteBuffer raw =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      raw.asFloatBuffer().put(values);
      whole.writeBytes(raw.array());
      pad(whole);
    }
    return whole.toByteArray();
  }

  private static long aligned(long size) {
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static void pad(ByteArrayOutputStream out) {
    while (out.size() % ALIGNMENT != 0) {
      out.write(0);
    }
  }

  private void setting(String key, int type) {
    text(key);
    int32(type);
    settings++;
  }

  private void number(String key, int value) {
    setting(key, INT32);
    int32(value);
  }

  private void text(String key, String value) {
    setting(key, TEXT);
    text(value);
  }

  private void list(String key, int type, int size) {
    setting(key, LIST);
    int32(type);
    int64(head, size);
  }

  private void text(String value) {
    text(head, value);
  }

  private void int32(int value) {
    int32(head, value);
  }

  private static void text(ByteArrayOutputStream out, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    int64(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void int32(ByteArrayOutputStream out, int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void int64(ByteArrayOutputStream out, long value) {
    out.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }
}
