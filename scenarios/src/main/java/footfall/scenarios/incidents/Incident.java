package footfall.scenarios.incidents;

/**
 * Something that goes wrong at a stated time.
 *
 * @param pool that it happens to; empty for a flash sale
 * @param workers that are lost; 0 where none are
 * @param toNanos when it is over; of a flash sale, when the rate of arrivals has reached its peak
 */
public record Incident(Kind kind, String pool, int workers, long fromNanos, long toNanos) {
  /** What it is. */
  public enum Kind {
    VENDOR_OUTAGE("vendor outage"),
    WORKER_LOSS("loss of workers"),
    FLASH_SALE("flash sale");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As people call it. */
    public String words() {
      return words;
    }
  }

  /** How long it lasts. */
  public double seconds() {
    return (toNanos - fromNanos) / 1e9;
  }
}
