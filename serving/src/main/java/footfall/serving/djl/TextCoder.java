package footfall.serving.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Between text and tokens. Any thread may encode and decode. */
final class TextCoder implements AutoCloseable {
  static {
    Offline.insist();
  }

  private static final int MOST_FIXED_TEXTS = 1 << 18;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char INCOMPLETE = '\uFFFD';

  private final HuggingFaceTokenizer tokenizer;

  /** Texts of tokens that are the same wherever they stand; null where that depends. */
  private final AtomicReferenceArray<String> texts;

  private TextCoder(HuggingFaceTokenizer tokenizer, int fixedTexts) {
    this.tokenizer = tokenizer;
    this.texts = fixedTexts == 0 ? null : new AtomicReferenceArray<>(fixedTexts);
  }

  static TextCoder load(Path tokenizerJson) {
    try {
      JsonNode settings = JSON.readTree(tokenizerJson.toFile());
      boolean byBytes = settings.at("/decoder/type").asText().equals("ByteLevel");
      return new TextCoder(
          HuggingFaceTokenizer.newInstance(
              tokenizerJson,
              Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false")),
          byBytes ? MOST_FIXED_TEXTS : 0);
    } catch (IOException | RuntimeException e) {
      throw ModelDirectory.wrong(
          tokenizerJson,
          "is no tokenizer (" + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")",
          "restore it");
    }
  }

  /** Tokens of the text; special tokens that are written out in it count as themselves. */
  int[] encode(String text) {
    return encode(text, false);
  }

  /** Tokens of the text between those that the model wants at its ends. */
  int[] encodeWhole(String text) {
    return encode(text, true);
  }

  private int[] encode(String text, boolean ends) {
    long[] ids = tokenizer.encode(text, ends, false).getIds();
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (int) ids[i];
    }
    return tokens;
  }

  /**
   * The text of a token, where it is the same wherever the token stands and consists of whole
   * characters; empty where that depends on others.
   */
  String textOf(int token) {
    if (texts == null || token >= texts.length()) {
      return "";
    }
    String text = texts.get(token);
    if (text == null) {
      String decoded = decode(new int[] {token}, 0, 1);
      text = decoded.indexOf(INCOMPLETE) < 0 ? decoded : "";
      texts.set(token, text);
    }
    return text;
  }

  /** The text of the tokens from one to another; incomplete characters at the end become U+FFFD. */
  String decode(int[] tokens, int from, int to) {
    long[] ids = new long[to - from];
    for (int i = from; i < to; i++) {
      ids[i - from] = tokens[i];
    }
    return tokenizer.decode(ids, false);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
