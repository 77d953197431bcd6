package footfall.simulator.commandline;

import footfall.gatling.shoppers.Share;
import footfall.scenarios.problems.InvalidInputException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which of several load generators this one is. */
final class ShareOptions {
  /** A generator needs that long to start. */
  private static final Duration NOTICE = Duration.ofSeconds(15);

  @Option(
      names = "--share",
      paramLabel = "K/N",
      description = {
        "This is generator K of N; each brings every N-th shopper. Give all of them the same",
        "scenario, options and --start-at, then merge their run folders with footfall merge."
      })
  private String share;

  @Option(
      names = "--start-at",
      paramLabel = "TIME",
      description = "When all generators begin, such as 2027-01-31T12:00:00Z; for --share.")
  private String startAt;

  /** Whether there are others. */
  boolean isGiven() {
    return share != null;
  }

  /**
   * What the options say.
   *
   * @throws InvalidInputException if they make no sense
   */
  Share share() {
    if ((share == null) != (startAt == null)) {
      throw InvalidInputException.of(
          share == null ? "--start-at" : "--share " + share,
          share == null ? "is for several generators" : "needs --start-at",
          "write --share 1/3 --start-at " + soon());
    }
    if (share == null) {
      return Share.WHOLE;
    }
    Share parsed = Share.parse(share.strip());
    if (parsed.startAt().isPresent() || parsed.isWhole()) {
      throw InvalidInputException.of(
          "--share " + share, "must be K/N with N of at least 2", "write --share 1/3");
    }
    return new Share(parsed.number(), parsed.of(), Optional.of(start()));
  }

  private Instant start() {
    Instant start;
    try {
      start = Instant.parse(startAt);
    } catch (DateTimeException e) {
      throw InvalidInputException.of(
          "--start-at " + startAt, "is no instant of UTC", "write --start-at " + soon());
    }
    if (start.isBefore(Instant.now().plus(NOTICE))) {
      throw InvalidInputException.of(
          "--start-at " + startAt,
          "must be at least " + NOTICE.toSeconds() + " s ahead, for the generators to start",
          "write --start-at " + soon());
    }
    if (start.isAfter(Instant.now().plus(Duration.ofDays(1)))) {
      throw InvalidInputException.of(
          "--start-at " + startAt, "is more than a day ahead", "write --start-at " + soon());
    }
    return start;
  }

  private static Instant soon() {
    return Instant.ofEpochSecond(Instant.now().getEpochSecond() + 60);
  }
}
