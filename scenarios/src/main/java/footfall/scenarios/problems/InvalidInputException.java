package footfall.scenarios.problems;

import java.util.List;
import java.util.stream.Collectors;

/** An input cannot be used; carries every problem found, not only the first. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** With all problems, at least one. */
  public InvalidInputException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** With one problem that concerns a file as a whole. */
  public static InvalidInputException of(String source, String rule, String hint) {
    return new InvalidInputException(List.of(new Problem(source, "", "", rule, hint)));
  }

  /** What is wrong, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
