package footfall.simulator.commandline;

import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Verdicts in colour where there is a terminal that shows it, and NO_COLOR is not set. */
final class Paint {
  private Paint() {}

  /** The verdict's words, with spaces up to the width. */
  static String verdict(Enum<?> verdict, int width) {
    String words = String.format(Locale.ROOT, "%-" + width + "s", verdict.name().replace('_', ' '));
    return switch (verdict.name()) {
      case "PASS", "BETTER", "HOLDS" -> in("green", words);
      case "FAIL", "WORSE", "DOES_NOT_HOLD" -> in("red", words);
      default -> in("yellow", words);
    };
  }

  private static String in(String colour, String words) {
    return Ansi.AUTO.string("@|bold," + colour + " " + words + "|@");
  }
}
