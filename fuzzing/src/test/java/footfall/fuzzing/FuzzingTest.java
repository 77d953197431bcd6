package footfall.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few seconds for every target; hours are for {@code fuzzing/fuzz}. */
@Execution(ExecutionMode.CONCURRENT)
class FuzzingTest {
  private static final int SECONDS = 4;

  static Stream<String> names() {
    return StreamSupport.stream(Targets.names().spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingIsFound(String target) throws Exception {
    Fuzzing.Outcome outcome = Fuzzing.run(target, SECONDS);

    assertThat(outcome.findings()).isEmpty();
    assertThat(outcome.sound()).as("see target/" + target + ".log").isTrue();
    assertThat(outcome.inputs()).isPositive();
  }
}
