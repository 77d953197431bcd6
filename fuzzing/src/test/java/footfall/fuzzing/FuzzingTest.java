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

  @TempDir private Path empty;

  @Test
  void nothingIsFoundAtOnce() throws Exception {
    nothingIsFound(2_000, 30);
  }

  @Tag("full")
  @Test
  void nothingIsFoundInAMinuteOrTwo() throws Exception {
    nothingIsFound(20_000, 120);
  }

  private void nothingIsFound(int inputs, int mostSeconds) throws Exception {
    Fuzzing.Outcome outcome = Fuzzing.all(inputs, mostSeconds, empty);

    assertThat(outcome.findings()).isEmpty();
    assertThat(outcome.sound()).as("see target/any.log").isTrue();
    assertThat(outcome.inputs()).isGreaterThan(Targets.quick().size());
    System.out.printf("%,d inputs were tried%n", outcome.inputs());
  }
}
