package footfall.serving.djl;

import java.util.Arrays;
import java.util.List;

/** A real decoder that fails at something. */
final class PoisonedDecoder implements Decoder {
  /** Sequences get no longer than that. */
  static final int LONGEST = 200;

  /** A token that cannot be read. */
  static final int TOKEN = 262;

  /** At what. */
  enum Poison {
    READING,
    JOINING,
    WRITING,
    ALL;

    Class<? extends Throwable> failure() {
      return this == READING || this == ALL ? IllegalStateException.class : OutOfMemoryError.class;
    }
  }

  private final Decoder decoder;
  private final Poison poison;

  PoisonedDecoder(Decoder decoder, Poison poison) {
    this.decoder = decoder;
    this.poison = poison;
  }

  @Override
  public Step step(Cache cache, long[] tokens, int[] padding) {
    boolean unreadable =
        poison == Poison.READING
            && tokens.length > padding.length
            && Arrays.stream(tokens).anyMatch(token -> token == TOKEN);
    if (unreadable || poison == Poison.ALL) {
      throw new IllegalStateException("cannot be read");
    }
    if (poison == Poison.WRITING && cache.rows() > 1 && cache.length() > LONGEST) {
      throw new OutOfMemoryError("too long");
    }
    return decoder.step(cache, tokens, padding);
  }

  @Override
  public Cache combine(List<Row> rows) {
    int longest = rows.stream().mapToInt(Row::length).max().orElseThrow();
    if (poison == Poison.JOINING && longest > LONGEST - 30) {
      throw new OutOfMemoryError("too long");
    }
    return decoder.combine(rows);
  }

  @Override
  public Cache emptyCache() {
    return decoder.emptyCache();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
