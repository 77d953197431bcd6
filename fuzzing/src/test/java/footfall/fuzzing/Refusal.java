package footfall.fuzzing;

import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a reader says of input that it does not take. */
public final class Refusal {
  private Refusal() {}

  /**
   * What was read; empty if it was refused as the command line wants it: with a place and a rule.
   */
  public static <T> Optional<T> or(Callable<T> reading) throws Exception {
    try {
      return Optional.of(reading.call());
    } catch (InvalidInputException e) {
      if (e.problems().isEmpty()) {
        throw new AssertionError("refused without a reason", e);
      }
      for (Problem problem : e.problems()) {
        if (problem.source().isBlank() || problem.rule().isBlank()) {
          throw new AssertionError("refused without place or rule: " + problem, e);
        }
      }
      return Optional.empty();
    }
  }
}
