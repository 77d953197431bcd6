package footfall.scenarios.pools;

import java.util.Locale;

/**
 * The devices that the workers of a pool run on.
 *
 * @param name of the profile, such as {@code gpu-l4}
 * @param perWorker devices that one worker spans; below 1 where workers share one
 */
public record Devices(String name, double perWorker) {

  /** How many devices that many workers need, rounded up. */
  public int count(int workers) {
    return (int) Math.ceil(workers * perWorker - 1e-9);
  }

  /** The devices of that many workers, as on an order: {@code 9 x gpu-l4}. */
  public String bought(int workers) {
    String devices = String.format(Locale.ROOT, "%,d x %s", count(workers), name);
    return perWorker == 1
        ? devices
        : String.format(
            Locale.ROOT, "%,d worker%s on %s", workers, workers == 1 ? "" : "s", devices);
  }
}
