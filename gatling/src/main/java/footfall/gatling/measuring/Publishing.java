package footfall.gatling.measuring;

/**
 * Where a load test publishes its figures while it goes on; empty for nowhere.
 *
 * @param scrape address at which Prometheus finds them, such as {@code 127.0.0.1:9464}
 * @param otlp address of an OpenTelemetry collector's metrics, such as {@code
 *     http://127.0.0.1:4318/v1/metrics}
 * @param influx address of an InfluxDB, with {@code ?db=} or with {@code ?org=} and {@code bucket=}
 */
public record Publishing(String scrape, String otlp, String influx) {
  /** Nowhere. */
  public static final Publishing NOWHERE = new Publishing("", "", "");

  /** The variable of the environment that holds the token of an InfluxDB. */
  public static final String INFLUX_TOKEN = "INFLUX_TOKEN";

  /** Whether anybody is told. */
  public boolean isAnywhere() {
    return !equals(NOWHERE);
  }
}
