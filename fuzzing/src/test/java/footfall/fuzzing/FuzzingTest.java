package footfall.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same few inputs for every target each time, in some six minutes: {@code -Dtest=FuzzingTest
 * -Dtest.groups.excluded=none}. New ones are for {@code fuzzing/fuzz}.
 */
@Tag("fuzzing")
@Execution(ExecutionMode.CONCURRENT)
class FuzzingTest {
  private static final int INPUTS = 2_000;
  private static final int MOST_SECONDS = 15;

  @TempDir private Path empty;

  static Stream<String> names() {
    return StreamSupport.stream(Targets.names().spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingIsFound(String target) throws Exception {
    Fuzzing.Outcome outcome = Fuzzing.repeat(target, INPUTS, MOST_SECONDS, empty);

    assertThat(outcome.findings()).isEmpty();
    assertThat(outcome.sound()).as("see target/" + target + ".log").isTrue();
    assertThat(outcome.inputs()).isPositive();
  }
}
