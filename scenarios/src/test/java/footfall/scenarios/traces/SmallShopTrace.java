package footfall.scenarios.traces;

import footfall.scenarios.arrivals.ArrivalTimes;
import footfall.scenarios.arrivals.Modulated;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.LogNormal;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Makes {@code catalog/traces/small-shop.csv}: half an hour of made-up requests, calm for minutes
 * and then in bursts, in the form of the Azure traces. Run it after a change and look at what the
 * trace then shows.
 */
final class SmallShopTrace {
  static final Path FILE = Path.of("catalog/traces/small-shop.csv");

  private static final long HALF_AN_HOUR = 1_800_000_000_000L;
  private static final LocalDateTime START = LocalDateTime.of(2026, 1, 5, 20, 0);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSS");

  private SmallShopTrace() {}

  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, text());
  }

  static String text() {
    Modulated bursts =
        new Modulated(
            List.of(new Modulated.State(0.4, 100), new Modulated.State(3.2, 25)), List.of());
    ArrivalTimes times = bursts.begin(Streams.run(20, 0), HALF_AN_HOUR);
    Distribution input = new LogNormal(600, 500);
    Distribution output = new LogNormal(150, 120);
    RandomStream random = new RandomStream();
    StringBuilder text = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
    int row = 0;
    for (long at = times.nextNanos(); at < HALF_AN_HOUR; at = times.nextNanos()) {
      random.at(Streams.draw(20, Purpose.MESSAGE, row++));
      text.append(STAMP.format(START.plusNanos(at / 100 * 100)))
          .append(',')
          .append(Math.max(1, input.sampleCount(random)))
          .append(',')
          .append(Math.max(1, output.sampleCount(random)))
          .append('\n');
    }
    return text.toString();
  }
}
