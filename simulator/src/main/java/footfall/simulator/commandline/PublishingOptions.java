package footfall.simulator.commandline;

import footfall.gatling.measuring.Publishing;
import footfall.scenarios.problems.InvalidInputException;
import java.net.URI;
import picocli.CommandLine.Option;

/** Where a load test publishes its figures while it goes on, and what it reads beside. */
final class PublishingOptions {
  private static final int MOST_PORT = 65_535;

  @Option(
      names = "--scrape",
      paramLabel = "[HOST:]PORT",
      description = "Show the figures of the running test to Prometheus there, at /metrics.")
  private String scrape = "";

  @Option(
      names = "--otlp",
      paramLabel = "URL",
      description = {
        "Send them to an OpenTelemetry collector every 5 s, such as",
        "http://127.0.0.1:4318/v1/metrics; further headers by OTEL_EXPORTER_OTLP_HEADERS."
      })
  private String otlp = "";

  @Option(
      names = "--influx",
      paramLabel = "URL",
      description = {
        "Send them to an InfluxDB every 5 s: http://127.0.0.1:8086?db=load, or ?org=ORG&bucket=load",
        "with its token in INFLUX_TOKEN."
      })
  private String influx = "";

  @Option(
      names = "--power",
      paramLabel = "URL",
      description = {
        "Read what GPUs draw from a DCGM exporter meanwhile, such as",
        "http://127.0.0.1:9400/metrics, and tell the energy."
      })
  private String power = "";

  /**
   * The page of the exporter; empty for none.
   *
   * @throws InvalidInputException if it is no address
   */
  String power() {
    address("--power", power, "http://127.0.0.1:9400/metrics");
    return power;
  }

  /**
   * Where to.
   *
   * @throws InvalidInputException if an address is none
   */
  Publishing publishing() {
    address("--otlp", otlp, "http://127.0.0.1:4318/v1/metrics");
    address("--influx", influx, "http://127.0.0.1:8086?db=load");
    if (!influx.isEmpty() && !influx.matches(".*[?&](db|bucket)=.+")) {
      throw InvalidInputException.of(
          "--influx " + influx, "names no database", "write ?db=load, or ?org=ORG&bucket=load");
    }
    boolean isPort =
        scrape.replaceFirst(".*:", "").matches("[0-9]{1,5}")
            && Integer.parseInt(scrape.replaceFirst(".*:", "")) <= MOST_PORT;
    if (!scrape.isEmpty() && !isPort
        || !scrape.isEmpty()
            && !scrape.matches("([A-Za-z0-9.-]+:|\\[[0-9a-fA-F:]+]:)?[0-9]{1,5}")) {
      throw InvalidInputException.of(
          "--scrape " + scrape, "is no port", "write --scrape 9464 or --scrape 0.0.0.0:9464");
    }
    return new Publishing(scrape, otlp, influx);
  }

  private static void address(String option, String url, String such) {
    if (url.isEmpty()) {
      return;
    }
    String scheme;
    try {
      scheme = URI.create(url).getScheme();
    } catch (IllegalArgumentException e) {
      scheme = "";
    }
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw InvalidInputException.of(
          option + " " + url, "is no address", "write " + option + " " + such);
    }
  }
}
