package footfall.simulator.cluster;

import footfall.fuzzing.Target;
import java.io.UncheckedIOException;

/** What a node is told to run, and what it says of it. Only what Jackson refuses is refused. */
public final class CodecTarget implements Target {
  private final RunCodec codec = new RunCodec();

  @Override
  public void feed(byte[] input) {
    try {
      codec.assignment(input);
    } catch (UncheckedIOException e) {
      e.getMessage();
    }
    try {
      codec.replication(input);
    } catch (UncheckedIOException e) {
      e.getMessage();
    }
  }
}
