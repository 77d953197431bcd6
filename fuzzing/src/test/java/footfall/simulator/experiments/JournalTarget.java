package footfall.simulator.experiments;

import footfall.fuzzing.Refusal;
import footfall.fuzzing.Scratch;
import footfall.fuzzing.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a sweep that was killed has left. Opened twice, it holds the same points. */
public final class JournalTarget {
  private static final String HEADER = "{\"experiment\":\"e\"}\n";

  private JournalTarget() {}

  /** Of the right experiment, and then anything. */
  public static Target journal() {
    Scratch scratch = new Scratch();
    return input -> {
      Path file = scratch.write("x.sweep", HEADER + new String(input, StandardCharsets.UTF_8));
      int first = Refusal.or(() -> points(file)).orElse(-1);
      int second = Refusal.or(() -> points(file)).orElse(-1);
      if (first != second) {
        throw new AssertionError(first + " points, and then " + second);
      }
    };
  }

  private static int points(Path file) {
    try (SweepJournal journal = SweepJournal.open(file, "e")) {
      return journal.done().size();
    }
  }
}
