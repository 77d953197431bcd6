package footfall.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A little of the fuzzer in every build, more with {@code -Pfull}, hours by {@code fuzzing/fuzz}.
 */
class FuzzingTest {
  private static final int INPUTS = 20_000;
  private static final int MOST_SECONDS = 120;

  @TempDir private Path empty;

  @Tag("full")
  @Test
  void nothingIsFound() throws Exception {
    Fuzzing.Outcome outcome = Fuzzing.all(INPUTS, MOST_SECONDS, empty);

    assertThat(outcome.findings()).isEmpty();
    assertThat(outcome.sound()).as("see target/any.log").isTrue();
    assertThat(outcome.inputs()).isGreaterThan(Targets.quick().size());
    System.out.printf("%,d inputs were tried%n", outcome.inputs());
  }
}
