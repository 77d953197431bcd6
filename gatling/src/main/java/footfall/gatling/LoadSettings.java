package footfall.gatling;

import footfall.gatling.measuring.Publishing;
import footfall.gatling.shoppers.Share;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.Replies;
import footfall.gatling.wire.Target;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.ResultsJson;
import footfall.scenarios.problems.InvalidInputException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * What a load test is told, as system properties {@code footfall.*}: Gatling makes simulations by
 * reflection.
 *
 * @param scenario file
 * @param settings what is changed in it, each as {@code path=value}
 * @param target an OpenAI-compatible API
 * @param model that is asked for; empty for the scenario's name, or the only one that the target
 *     has
 * @param dialect that the target understands; empty where it is still to be asked
 * @param pool that answers, where the target does not tell; empty for the only one
 * @param replies how they are to come
 * @param prompts file of what shoppers say, for a plain target of bodies; empty for words of our
 *     own
 * @param factor by which the scenario's load is multiplied
 * @param share of the shoppers that comes from here
 * @param out run folder
 * @param predicted results of a simulation of the same; empty for none
 * @param incidents those of the scenario as they were simulated, to be played on the target; empty
 *     for none
 * @param limit the search that has led to this load test, as JSON; empty for none
 * @param publishing where its figures go while it lasts
 * @param power page of a DCGM exporter that tells what GPUs draw; empty for none
 * @param stopsEarly whether to end as soon as an objective cannot be kept any more
 * @param version of the tool that writes the run folder
 * @param maxConnections open at once
 * @param timeout after which a request is given up
 * @param pulse whether to tell on standard output how it goes, for a program to read
 */
public record LoadSettings(
    Path scenario,
    List<String> settings,
    Target target,
    String model,
    Optional<Dialect> dialect,
    String pool,
    Replies replies,
    Optional<Path> prompts,
    double factor,
    Share share,
    Path out,
    Optional<Path> predicted,
    Optional<Path> incidents,
    String limit,
    Publishing publishing,
    String power,
    boolean stopsEarly,
    String version,
    int maxConnections,
    Duration timeout,
    boolean pulse) {
  /** Connections that may be open at once, unless another number is given. */
  public static final int MAX_CONNECTIONS = 4_096;

  /** After which a request is given up, unless another time is given. */
  public static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final String PREFIX = "footfall.";

  /**
   * What the system properties say.
   *
   * @throws InvalidInputException if one is missing or wrong
   */
  public static LoadSettings of(Properties properties) {
    String scenario = text(properties, "scenario", "");
    if (scenario.isEmpty()) {
      throw InvalidInputException.of(
          PREFIX + "scenario", "must be set", "add -D" + PREFIX + "scenario=my.yaml");
    }
    return new LoadSettings(
        Path.of(scenario),
        text(properties, "set", "").lines().toList(),
        TargetProperties.read(properties, PREFIX),
        text(properties, "model", ""),
        Optional.of(text(properties, "dialect", "")).filter(d -> !d.isEmpty()).map(Dialect::read),
        text(properties, "pool", ""),
        new Replies(
            Boolean.parseBoolean(text(properties, "stream", "true")),
            Boolean.parseBoolean(text(properties, "forceLengths", "false")),
            number(properties, "maxTokens", "0", Integer::parseInt),
            Boolean.parseBoolean(text(properties, "plain", "false"))),
        file(properties, "prompts"),
        number(properties, "factor", "1", Double::parseDouble),
        Share.parse(text(properties, "share", "1/1")),
        Path.of(text(properties, "out", "target/footfall-load")),
        file(properties, "predicted"),
        file(properties, "incidents"),
        text(properties, "limit", ""),
        new Publishing(
            text(properties, "scrape", ""),
            text(properties, "otlp", ""),
            text(properties, "influx", "")),
        text(properties, "power", ""),
        Boolean.parseBoolean(text(properties, "stopsEarly", "false")),
        text(properties, "version", "gatling"),
        number(properties, "connections", Integer.toString(MAX_CONNECTIONS), Integer::parseInt),
        number(properties, "timeout", TIMEOUT.toString(), Duration::parse),
        Boolean.parseBoolean(text(properties, "pulse", "false")));
  }

  private static Optional<Path> file(Properties properties, String name) {
    return Optional.of(text(properties, name, "")).filter(p -> !p.isEmpty()).map(Path::of);
  }

  private static <T> T number(
      Properties properties, String name, String otherwise, Function<String, T> parser) {
    String text = text(properties, name, otherwise);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw InvalidInputException.of(
          "-D" + PREFIX + name + "=" + text, "cannot be read", "such as " + otherwise);
    }
  }

  /** The same as system properties. */
  public Map<String, String> toProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(PREFIX + "scenario", scenario.toString());
    properties.put(PREFIX + "set", String.join("\n", settings));
    properties.putAll(TargetProperties.write(target, PREFIX));
    properties.put(PREFIX + "model", model);
    properties.put(PREFIX + "dialect", dialect.map(Dialect::write).orElse(""));
    properties.put(PREFIX + "pool", pool);
    properties.put(PREFIX + "stream", Boolean.toString(replies.streamed()));
    properties.put(PREFIX + "forceLengths", Boolean.toString(replies.forced()));
    properties.put(PREFIX + "maxTokens", Integer.toString(replies.most()));
    properties.put(PREFIX + "plain", Boolean.toString(replies.plain()));
    properties.put(PREFIX + "prompts", prompts.map(Path::toString).orElse(""));
    properties.put(PREFIX + "factor", Double.toString(factor));
    properties.put(PREFIX + "share", share.toString());
    properties.put(PREFIX + "out", out.toString());
    properties.put(PREFIX + "predicted", predicted.map(Path::toString).orElse(""));
    properties.put(PREFIX + "incidents", incidents.map(Path::toString).orElse(""));
    properties.put(PREFIX + "limit", limit);
    properties.put(PREFIX + "scrape", publishing.scrape());
    properties.put(PREFIX + "otlp", publishing.otlp());
    properties.put(PREFIX + "influx", publishing.influx());
    properties.put(PREFIX + "power", power);
    properties.put(PREFIX + "stopsEarly", Boolean.toString(stopsEarly));
    properties.put(PREFIX + "version", version);
    properties.put(PREFIX + "connections", Integer.toString(maxConnections));
    properties.put(PREFIX + "timeout", timeout.toString());
    properties.put(PREFIX + "pulse", Boolean.toString(pulse));
    return properties;
  }

  private static String text(Properties properties, String name, String otherwise) {
    return properties.getProperty(PREFIX + name, otherwise);
  }

  /** The same for a target that was asked what it understands. */
  public LoadSettings speaking(Dialect understood) {
    return with(Optional.of(understood), publishing, power);
  }

  /**
   * The same, which publishes its figures and reads a meter.
   *
   * @param meter page of a DCGM exporter; empty for none
   */
  public LoadSettings observed(Publishing where, String meter) {
    return with(dialect, where, meter);
  }

  private LoadSettings with(
      Optional<Dialect> otherDialect, Publishing otherPublishing, String otherPower) {
    return new LoadSettings(
        scenario,
        settings,
        target,
        model,
        otherDialect,
        pool,
        replies,
        prompts,
        factor,
        share,
        out,
        predicted,
        incidents,
        limit,
        otherPublishing,
        otherPower,
        stopsEarly,
        version,
        maxConnections,
        timeout,
        pulse);
  }

  /** The same with a prediction to lay beside what is measured. */
  public LoadSettings predictedIn(Path file) {
    return with(settings, factor, out, Optional.of(file), incidents, limit, stopsEarly);
  }

  /** The same with incidents to be played. */
  public LoadSettings playing(Path file) {
    return with(settings, factor, out, predicted, Optional.of(file), limit, stopsEarly);
  }

  /** The same at another load, into another run folder. */
  public LoadSettings at(double otherFactor, Path folder) {
    return with(settings, otherFactor, folder, predicted, incidents, limit, stopsEarly);
  }

  /** The same with the scenario changed otherwise. */
  public LoadSettings changing(List<String> otherSettings) {
    return with(otherSettings, factor, out, predicted, incidents, limit, stopsEarly);
  }

  /** The same at the end of a search for the limit. */
  public LoadSettings foundBy(LoadFigures.Limit search) {
    return with(settings, factor, out, predicted, incidents, ResultsJson.line(search), stopsEarly);
  }

  /** The same, which ends as soon as an objective cannot be kept any more. */
  public LoadSettings stoppingEarly() {
    return with(settings, factor, out, predicted, incidents, limit, true);
  }

  private LoadSettings with(
      List<String> otherSettings,
      double otherFactor,
      Path otherOut,
      Optional<Path> otherPrediction,
      Optional<Path> otherIncidents,
      String otherLimit,
      boolean otherStopsEarly) {
    return new LoadSettings(
        scenario,
        otherSettings,
        target,
        model,
        dialect,
        pool,
        replies,
        prompts,
        otherFactor,
        share,
        otherOut,
        otherPrediction,
        otherIncidents,
        otherLimit,
        publishing,
        power,
        otherStopsEarly,
        version,
        maxConnections,
        timeout,
        pulse);
  }
}
