package footfall.gatling.measuring;

import footfall.reports.measurement.MeasuredEnergy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what GPUs draw from an exporter of NVIDIA's DCGM: by its counters of energy where it has
 * them, else by the power at each reading. All GPUs on the page are taken together. Thread-safe.
 */
public final class PowerMeter {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String VALUE = "(?:\\{[^}]*})? ([-+.0-9eE]+)";
  private static final Pattern WATTS = Pattern.compile("(?m)^DCGM_FI_DEV_POWER_USAGE" + VALUE);
  private static final Pattern MILLIJOULES =
      Pattern.compile("(?m)^DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION" + VALUE);
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(PATIENCE).proxy(HttpClient.Builder.NO_PROXY).build();
  private final URI page;
  private final RunClock clock;
  private final List<Reading> readings = new ArrayList<>();

  /**
   * What stood on the page.
   *
   * @param joules since some beginning; NaN where there are no counters
   */
  private record Reading(long nanos, int gpus, double watts, double joules) {}

  /**
   * A meter that has not read anything.
   *
   * @param page of the exporter, such as {@code http://127.0.0.1:9400/metrics}
   */
  public PowerMeter(URI page, RunClock clock) {
    this.page = page;
    this.clock = clock;
  }

  /** Reads it now; a page that is not there, or late, is passed over. */
  public void read() {
    long asked = clock.nowNanos();
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(page).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      double[] watts = values(WATTS, response.body());
      double[] joules = values(MILLIJOULES, response.body());
      if (response.statusCode() == 200 && watts.length + joules.length > 0) {
        add(
            new Reading(
                (asked + clock.nowNanos()) / 2,
                Math.max(watts.length, joules.length),
                watts.length == 0 ? Double.NaN : sum(watts),
                joules.length == 0 ? Double.NaN : sum(joules) / MILLIS));
      }
    } catch (IOException e) {
      // The reading is left out.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void add(Reading reading) {
    readings.add(reading);
  }

  private static double[] values(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .mapToDouble(result -> Double.parseDouble(result.group(1)))
        .toArray();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /**
   * The energy between two instants, as far as there are readings; empty where there are fewer than
   * two.
   */
  public synchronized Optional<MeasuredEnergy> between(long fromNanos, long toNanos) {
    List<Reading> within =
        readings.stream().filter(r -> r.nanos() >= fromNanos && r.nanos() <= toNanos).toList();
    if (within.size() < 2) {
      return Optional.empty();
    }
    Reading first = within.get(0);
    Reading last = within.get(within.size() - 1);
    double seconds = (last.nanos() - first.nanos()) / NANOS;
    double counted = last.joules() - first.joules();
    double joules = counted >= 0 ? counted : integrated(within);
    return Double.isNaN(joules)
        ? Optional.empty()
        : Optional.of(new MeasuredEnergy(last.gpus(), seconds, joules));
  }

  /** By the mean of the power at both ends of each stretch. */
  private static double integrated(List<Reading> readings) {
    double joules = 0;
    for (int i = 1; i < readings.size(); i++) {
      Reading a = readings.get(i - 1);
      Reading b = readings.get(i);
      joules += (b.nanos() - a.nanos()) / NANOS * (a.watts() + b.watts()) / 2;
    }
    return joules;
  }
}
