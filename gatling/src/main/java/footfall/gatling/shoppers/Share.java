package footfall.gatling.shoppers;

import footfall.scenarios.problems.InvalidInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shoppers that one of several load generators brings: of {@code n} generators the first brings
 * the first shopper, the second the second, and so on in turn, so that all of them together are the
 * load of the scenario.
 *
 * @param number of the generator, from 1
 * @param of how many there are
 * @param startAt instant at which all of them begin; empty to begin at once
 */
public record Share(int number, int of, Optional<Instant> startAt) {
  /** All shoppers: the only generator. */
  public static final Share WHOLE = new Share(1, 1, Optional.empty());

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})(?:@(.+))?");

  /**
   * A share as {@link #toString} writes it: {@code 2/3@2027-01-31T12:00:00Z}.
   *
   * @throws InvalidInputException if it is none
   */
  public static Share parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw wrong(text, "is no share of the shoppers");
    }
    int number = Integer.parseInt(matcher.group(1));
    int of = Integer.parseInt(matcher.group(2));
    if (number < 1 || number > of) {
      throw wrong(text, "must be between 1/" + of + " and " + of + "/" + of);
    }
    try {
      return new Share(number, of, Optional.ofNullable(matcher.group(3)).map(Instant::parse));
    } catch (DateTimeException e) {
      throw wrong(text, "has a start that is no instant");
    }
  }

  private static InvalidInputException wrong(String text, String rule) {
    return InvalidInputException.of(
        "--share " + text, rule, "write --share 1/3 for the first of 3");
  }

  /** Whether it is all shoppers. */
  public boolean isWhole() {
    return of == 1;
  }

  @Override
  public String toString() {
    return number + "/" + of + startAt.map(instant -> "@" + instant).orElse("");
  }
}
