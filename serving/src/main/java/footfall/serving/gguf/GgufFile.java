package footfall.serving.gguf;

import footfall.scenarios.problems.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a GGUF file says of its model, read without loading it. Version 3 of the format, and 2,
 * which differs in nothing that is read here.
 *
 * @param settings numbers, texts and lists of texts by their keys
 */
record GgufFile(Path path, Map<String, Object> settings, long bytes) {
  private static final int MAGIC = 0x46554747;
  private static final int MOST_SETTINGS = 10_000;
  private static final int MOST_TEXT = 16 << 20;
  private static final int MOST_VALUES = 4 << 20;
  private static final String TEMPLATE = "tokenizer.chat_template";

  /** Types of values, as the format numbers them. */
  private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, -1, -1, 8, 8, 8};

  private static final int FLOAT = 6;
  private static final int TEXT = 8;
  private static final int LIST = 9;
  private static final int DOUBLE = 12;

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it is not there or is not of the format
   */
  static GgufFile read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw wrong(path, "is not there", "name a file that ends in .gguf");
    }
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      Reader in = new Reader(new DataInputStream(file));
      if (in.int32() != MAGIC) {
        throw wrong(path, "is no GGUF file", "name a file that ends in .gguf");
      }
      int version = in.int32();
      if (version != 2 && version != 3) {
        throw wrong(path, "is of version " + version + " of GGUF", "convert it to version 3");
      }
      in.int64(); // How many tensors there are.
      return new GgufFile(path, settings(in), Files.size(path));
    } catch (IOException e) {
      String why = e instanceof EOFException ? "it ends too early" : e.getMessage();
      throw wrong(path, "is damaged (" + why + ")", "download it again");
    }
  }

  private static Map<String, Object> settings(Reader in) throws IOException {
    long count = in.size(MOST_SETTINGS);
    Map<String, Object> settings = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      String key = in.text();
      Object value = in.value(in.int32());
      if (value != null) {
        settings.put(key, value);
      }
    }
    return settings;
  }

  static InvalidInputException wrong(Path path, String rule, String hint) {
    return InvalidInputException.of(path.toString(), rule, hint);
  }

  /** Such as {@code llama} or {@code qwen3}. */
  String architecture() {
    return settings.get("general.architecture") instanceof String name ? name : "";
  }

  /** Tokens that the model was made to read and write together at most; 0 where it is not said. */
  int context() {
    return (int) Math.min(Integer.MAX_VALUE, number(architecture() + ".context_length"));
  }

  private long number(String key) {
    return settings.get(key) instanceof Long value ? value : 0;
  }

  /**
   * Bytes that the keys and values of a token take in half precision; 0 where the file does not say
   * enough.
   */
  long cacheBytesPerToken() {
    String of = architecture() + ".";
    long heads = number(of + "attention.head_count");
    long kvHeads = number(of + "attention.head_count_kv");
    long width = heads == 0 ? 0 : number(of + "embedding_length") / heads;
    long key = Math.max(width, number(of + "attention.key_length"));
    long value = Math.max(width, number(of + "attention.value_length"));
    return number(of + "block_count")
        * (kvHeads == 0 ? heads : kvHeads)
        * (key + value)
        * Short.BYTES;
  }

  /** How the model reads a chat, in Jinja; empty where the file does not say. */
  Optional<String> chatTemplate(String name) {
    String key = name.isEmpty() ? TEMPLATE : TEMPLATE + "." + name;
    return settings.get(key) instanceof String template ? Optional.of(template) : Optional.empty();
  }

  /** Tokens by the names that templates call them by. */
  Map<String, String> specialTokens() {
    Map<String, String> tokens = new LinkedHashMap<>();
    token("bos").ifPresent(token -> tokens.put("bos_token", token));
    token("eos").ifPresent(token -> tokens.put("eos_token", token));
    token("unknown").ifPresent(token -> tokens.put("unk_token", token));
    token("padding").ifPresent(token -> tokens.put("pad_token", token));
    return tokens;
  }

  private Optional<String> token(String name) {
    boolean stated =
        settings.get("tokenizer.ggml." + name + "_token_id") instanceof Long
            && settings.get("tokenizer.ggml.tokens") instanceof List<?>;
    if (!stated) {
      return Optional.empty();
    }
    List<?> tokens = (List<?>) settings.get("tokenizer.ggml.tokens");
    long id = number("tokenizer.ggml." + name + "_token_id");
    return id >= 0 && id < tokens.size()
        ? Optional.of((String) tokens.get((int) id))
        : Optional.empty();
  }

  /** Reads what the format consists of, in little-endian order. */
  private static final class Reader {
    private final DataInputStream in;

    Reader(DataInputStream in) {
      this.in = in;
    }

    int int32() throws IOException {
      return Integer.reverseBytes(in.readInt());
    }

    long int64() throws IOException {
      return Long.reverseBytes(in.readLong());
    }

    int size(int most) throws IOException {
      long size = int64();
      if (size < 0 || size > most) {
        throw new IOException("something in it has the size " + Long.toUnsignedString(size));
      }
      return (int) size;
    }

    String text() throws IOException {
      byte[] bytes = in.readNBytes(size(MOST_TEXT));
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Null for a list of numbers, which nobody asks for. */
    Object value(int type) throws IOException {
      if (type == TEXT) {
        return text();
      }
      if (type == LIST) {
        return list(int32());
      }
      if (type < 0 || type >= WIDTHS.length) {
        throw new IOException("there is no type " + type);
      }
      long raw = 0;
      for (int i = 0; i < WIDTHS[type]; i++) {
        raw |= (long) in.readUnsignedByte() << (Byte.SIZE * i);
      }
      if (type == FLOAT) {
        return (double) Float.intBitsToFloat((int) raw);
      }
      return type == DOUBLE ? (Object) Double.longBitsToDouble(raw) : (Object) raw;
    }

    private Object list(int type) throws IOException {
      int count = size(MOST_VALUES);
      if (type == TEXT) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          texts.add(text());
        }
        return texts;
      }
      if (type < 0 || type >= WIDTHS.length || type == LIST) {
        throw new IOException("there are no lists of type " + type);
      }
      in.skipNBytes((long) count * WIDTHS[type]);
      return null;
    }
  }
}
