package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;
import footfall.simulator.experiments.Precision;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How precise figures have to be. */
final class PrecisionOption {
  private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(%?)");

  @Option(
      names = "--precision",
      paramLabel = "PERCENT",
      description =
          "Replicate until half of every objective's 95 %% interval is at most so much of the figure,"
              + " such as 2%%.")
  private String relative;

  boolean isPresent() {
    return relative != null;
  }

  /** The precision that is asked for, within so many replications. */
  Precision within(int maxReplications) {
    if (relative == null) {
      return new Precision(OptionalDouble.empty(), maxReplications);
    }
    Matcher matcher = FORM.matcher(relative);
    double part =
        matcher.matches()
            ? Double.parseDouble(matcher.group(1)) / (matcher.group(2).isEmpty() ? 1 : 100)
            : Double.NaN;
    if (!(part > 0 && part < 1)) {
      throw InvalidInputException.of(
          "--precision " + relative, "must be a part between 0 and 1", "write --precision 2%");
    }
    return new Precision(OptionalDouble.of(part), maxReplications);
  }
}
