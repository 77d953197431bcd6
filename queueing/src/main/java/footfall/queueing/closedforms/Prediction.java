package footfall.queueing.closedforms;

/**
 * What theory says of one figure of a pool.
 *
 * @param system in Kendall's notation, with its parameters
 * @param pool index of the pool
 * @param measure which figure
 * @param shopperClass index of the class that the figure is of, or -1 for all
 */
public record Prediction(
    String system, int pool, Measure measure, int shopperClass, double closedForm) {

  /** A figure that theory and simulation both have. */
  public enum Measure {
    MEAN_WAIT("mean_wait"),
    MEAN_SOJOURN("mean_sojourn"),
    PROBABILITY_OF_WAIT("p_wait"),
    PROBABILITY_OF_ABANDONMENT("p_abandon"),
    PROBABILITY_OF_REJECTION("p_reject"),
    UTILIZATION("utilization"),
    THROUGHPUT("throughput");

    private final String key;

    Measure(String key) {
      this.key = key;
    }

    /** The name in results files. */
    public String key() {
      return key;
    }
  }
}
