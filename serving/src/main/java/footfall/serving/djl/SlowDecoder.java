package footfall.serving.djl;

import java.util.List;

/** A decoder whose steps take so many times as long, for those who want to see it found. */
final class SlowDecoder implements Decoder {
  private final Decoder decoder;
  private final double slowness;

  SlowDecoder(Decoder decoder, double slowness) {
    this.decoder = decoder;
    this.slowness = slowness;
  }

  @Override
  public Step step(Cache cache, long[] tokens, int[] padding) {
    long begin = System.nanoTime();
    Step step = decoder.step(cache, tokens, padding);
    double nanos = (System.nanoTime() - begin) * slowness;
    while (System.nanoTime() - begin < nanos) {
      Thread.onSpinWait(); // A slower processor would be busy too.
    }
    return step;
  }

  @Override
  public Cache emptyCache() {
    return decoder.emptyCache();
  }

  @Override
  public Cache combine(List<Row> rows) {
    return decoder.combine(rows);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
