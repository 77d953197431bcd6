package footfall.actors.live.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Between text and tokens. Any thread may encode and decode. */
final class TextCoder implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;

  private TextCoder(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static TextCoder load(Path tokenizerJson) {
    try {
      return new TextCoder(
          HuggingFaceTokenizer.newInstance(
              tokenizerJson,
              Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false")));
    } catch (IOException | RuntimeException e) {
      throw ModelDirectory.wrong(
          tokenizerJson, "is no tokenizer (" + e.getMessage() + ")", "restore it");
    }
  }

  /** Tokens of the text; special tokens that are written out in it count as themselves. */
  int[] encode(String text) {
    long[] ids = tokenizer.encode(text, false, false).getIds();
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (int) ids[i];
    }
    return tokens;
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
