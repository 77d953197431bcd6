package footfall.gatling.measuring;

import com.sun.net.httpserver.HttpServer;
import footfall.reports.measurement.MeasuredRequest;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures of a load test while it goes on, for those who watch it elsewhere. Thread-safe. */
public final class LiveMeters implements AutoCloseable {
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final int BACKLOG = 16;
  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};
  private static final int PRECISION = 3;

  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private final Map<String, PoolMeters> pools = new HashMap<>();
  private final Scenario scenario;

  /** Null where nobody scrapes. */
  private @Nullable HttpServer page;

  /** The meters of one pool. */
  private final class PoolMeters {
    private final Tags tags;
    private final Timer latency;
    private final Timer firstToken;
    private final Timer betweenTokens;
    private final Counter outputTokens;

    PoolMeters(String pool) {
      tags = Tags.of("pool", pool);
      latency = timer("footfall.load.request_latency", tags);
      firstToken = timer("footfall.load.time_to_first_token", tags);
      betweenTokens = timer("footfall.load.inter_token_latency", tags);
      outputTokens = registry.counter("footfall.load.output_tokens", tags);
    }

    void ended(MeasuredRequest request) {
      String outcome =
          request.isOpen() ? "open" : request.ending().outcome().name().toLowerCase(Locale.ROOT);
      registry.counter("footfall.load.requests", tags.and("outcome", outcome)).increment();
      if (request.isAnswered()) {
        MeasuredRequest.Timestamps times = request.times();
        latency.record(times.endedNanos() - times.intendedNanos(), TimeUnit.NANOSECONDS);
        firstToken.record(times.firstTokenNanos() - times.intendedNanos(), TimeUnit.NANOSECONDS);
        for (int gap : times.gapsMicros()) {
          betweenTokens.record(gap, TimeUnit.MICROSECONDS);
        }
        outputTokens.increment(request.outputTokens());
      }
    }
  }

  /**
   * Begins to publish.
   *
   * @throws InvalidInputException if it cannot
   */
  public LiveMeters(Publishing where, Scenario scenario, LoadLog log) {
    this.scenario = scenario;
    if (!where.scrape().isEmpty()) {
      PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      registry.add(prometheus);
      page = page(where.scrape(), prometheus);
    }
    if (!where.otlp().isEmpty()) {
      registry.add(otlp(where.otlp()));
    }
    if (!where.influx().isEmpty()) {
      registry.add(influx(URI.create(where.influx())));
    }
    registry.config().commonTags("scenario", scenario.name());
    scenario.pools().forEach(pool -> pools.put(pool.name(), new PoolMeters(pool.name())));
    registry.gauge("footfall.load.conversations", log, LoadLog::conversations);
    registry.gauge("footfall.load.requests_under_way", log, LoadLog::underWay);
  }

  private Timer timer(String name, Tags tags) {
    return Timer.builder(name)
        .tags(tags)
        .publishPercentiles(PERCENTILES)
        .percentilePrecision(PRECISION)
        .register(registry);
  }

  private static HttpServer page(String address, PrometheusMeterRegistry prometheus) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : address.substring(0, colon);
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      HttpServer server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
      server.createContext(
          "/metrics",
          exchange -> {
            byte[] text = prometheus.scrape().getBytes(StandardCharsets.UTF_8);
            exchange
                .getResponseHeaders()
                .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException | IllegalArgumentException e) {
      throw InvalidInputException.of(
          "--scrape " + address,
          "cannot be listened at (" + e.getMessage() + ")",
          "write a free port of this machine, such as --scrape 9464");
    }
  }

  private static MeterRegistry otlp(String url) {
    Map<String, String> settings =
        Map.of(
            "otlp.url",
            url,
            "otlp.step",
            STEP.toString(),
            "otlp.resourceAttributes",
            "service.name=footfall-load");
    return new OtlpMeterRegistry(settings::get, Clock.SYSTEM);
  }

  private static MeterRegistry influx(URI address) {
    Map<String, String> settings = new HashMap<>();
    String base = address.toString().replaceFirst("[?].*", "").replaceFirst("/+$", "");
    settings.put("influx.uri", base);
    settings.put("influx.step", STEP.toString());
    settings.put("influx.autoCreateDb", "false");
    settings.put("influx.compressed", "false");
    settings.putAll(query(address));
    if (System.getenv(Publishing.INFLUX_TOKEN) != null) {
      settings.put("influx.token", System.getenv(Publishing.INFLUX_TOKEN));
    }
    InfluxConfig config = settings::get;
    return new InfluxMeterRegistry(config, Clock.SYSTEM);
  }

  private static Map<String, String> query(URI address) {
    String query = address.getQuery() == null ? "" : address.getQuery();
    return Arrays.stream(query.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> "influx." + pair[0], pair -> pair[1], (a, b) -> b));
  }

  /** A request is over. */
  public void ended(MeasuredRequest request) {
    for (MeasuredRequest part : request.inPools()) {
      int pool = part.told().pool();
      String name = pool < 0 ? "" : scenario.pools().get(pool).name();
      PoolMeters meters = pools.get(name);
      if (meters == null) {
        Tags unknown = Tags.of("pool", "", "outcome", "failed");
        registry.counter("footfall.load.requests", unknown).increment();
      } else {
        meters.ended(part);
      }
    }
  }

  /** Sends what was not sent yet. */
  @Override
  public void close() {
    registry.close();
    registry.getRegistries().forEach(MeterRegistry::close);
    if (page != null) {
      page.stop(0);
    }
  }
}
