package footfall.simulator.measurement;

import footfall.reports.rendering.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The run folder of the largest load that has held so far in a search. Where the search is
 * interrupted before it has written its own, this one takes its place.
 */
final class BestProbe implements AutoCloseable {
  private final Path out;
  private final Interruption interruption;
  private final Path scratch = Scratch.folder();
  private final Path folder = scratch.resolve("probe");
  private final Path kept = scratch.resolve("best");
  private double best;

  BestProbe(Path out, Interruption interruption) {
    this.out = out;
    this.interruption = interruption;
    interruption.first(this::takePlace);
    Scratch.handOver(scratch);
  }

  /** Where probes leave what they measure. */
  Path folder() {
    return folder;
  }

  /** The last probe held at that load. */
  synchronized void held(double factor) {
    if (factor > best) {
      try {
        Scratch.delete(kept);
        Files.move(folder, kept);
        best = factor;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private synchronized void takePlace() {
    if (best > 0 && !interruption.isWritten()) {
      RunFolder.copy(kept, out);
    }
    Scratch.delete(scratch);
  }

  @Override
  public void close() {
    Scratch.delete(scratch);
  }
}
