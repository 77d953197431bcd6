package footfall.gatling.measuring;

import footfall.gatling.wire.Target;
import footfall.reports.measurement.ServerSample;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the server's own metrics now and then, in the text format of Prometheus: how many requests
 * wait and are served in each pool, by the names of Footfall, vLLM, SGLang, TGI or llama.cpp. Used
 * by one thread.
 */
public final class Scraper {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Pattern LINE =
      Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^}]*)})? ([-+.0-9eE]+)");
  private static final Pattern LABEL = Pattern.compile("(?:pool|model_name)=\"([^\"]*)\"");
  private static final List<String> WAITING =
      List.of(
          "footfall_pool_queue_length",
          "vllm:num_requests_waiting",
          "sglang:num_queue_reqs",
          "tgi_queue_size",
          "llamacpp:requests_deferred");

  /** Counters of requests that were answered, the first that is there. */
  private static final List<Pattern> ANSWERED =
      List.of(
          Pattern.compile(
              "(?m)^footfall_pool_requests_total\\{[^}]*outcome=\"completed\"[^}]*} ([-+.0-9eE]+)"),
          Pattern.compile("(?m)^vllm:request_success_total\\{[^}]*} ([-+.0-9eE]+)"),
          Pattern.compile("(?m)^sglang:num_requests_total(?:\\{[^}]*})? ([-+.0-9eE]+)"),
          Pattern.compile("(?m)^tgi_request_success(?:\\{[^}]*})? ([-+.0-9eE]+)"));

  private static final List<String> IN_SERVICE =
      List.of(
          "footfall_pool_in_service",
          "vllm:num_requests_running",
          "sglang:num_running_reqs",
          "tgi_batch_current_size",
          "llamacpp:requests_processing");

  private static final Pattern PLAYED =
      Pattern.compile("(?m)^footfall_pool_info\\{(?=[^}]*backend=\"played\")([^}]*)}");

  private final HttpClient http;
  private final Target target;
  private final Scenario scenario;
  private final RunClock clock;
  private final List<ServerSample> samples = new ArrayList<>();
  private double answeredBefore = Double.NaN;
  private double answeredNow = Double.NaN;
  private boolean countsAnew;
  private Set<String> played = Set.of();

  /**
   * A scraper that has not read anything.
   *
   * @param target whose {@code /metrics} are read
   */
  public Scraper(Target target, Scenario scenario, RunClock clock) {
    this.target = target;
    this.http = target.client(PATIENCE);
    this.scenario = scenario;
    this.clock = clock;
  }

  /** Reads them now; a server without them, or one that is late, is passed over. */
  public void scrape() {
    long asked = clock.nowNanos();
    try {
      HttpResponse<String> response =
          http.send(
              target.request(target.page("/metrics")).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        count(response.body());
        if (asked >= 0) {
          add((asked + clock.nowNanos()) / 2, response.body());
        }
      }
    } catch (IOException e) {
      // Then there is nothing to be read.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void count(String text) {
    played =
        PLAYED
            .matcher(text)
            .results()
            .map(info -> LABEL.matcher(info.group(1)))
            .filter(Matcher::find)
            .map(label -> label.group(1))
            .collect(Collectors.toSet());
    double answered = answered(text);
    countsAnew |= answered < answeredNow;
    answeredNow = answered;
    answeredBefore = Double.isNaN(answeredBefore) ? answeredNow : answeredBefore;
  }

  private static double answered(String text) {
    for (Pattern counter : ANSWERED) {
      double[] counts =
          counter
              .matcher(text)
              .results()
              .mapToDouble(r -> Double.parseDouble(r.group(1)))
              .toArray();
      if (counts.length > 0) {
        return Arrays.stream(counts).sum();
      }
    }
    return text.contains("# TYPE footfall_") ? 0 : Double.NaN; // It has answered nobody yet.
  }

  /**
   * How many requests the server has counted as answered from the first reading to the last; not a
   * number where it does not tell, or is not always the same server.
   */
  public synchronized double answered() {
    return countsAnew ? Double.NaN : answeredNow - answeredBefore;
  }

  /** Names of the pools that are only played by a service model, as a server of ours tells. */
  public synchronized Set<String> played() {
    return played;
  }

  private void add(long nanos, String text) {
    double[] waiting = new double[scenario.pools().size()];
    double[] inService = new double[waiting.length];
    boolean[] told = new boolean[waiting.length];
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      double[] levels =
          WAITING.contains(line.group(1))
              ? waiting
              : IN_SERVICE.contains(line.group(1)) ? inService : null;
      int pool = levels == null ? -1 : pool(line.group(2));
      if (levels != null && pool >= 0) {
        levels[pool] += Double.parseDouble(line.group(3));
        told[pool] = true;
      }
    }
    synchronized (samples) {
      for (int pool = 0; pool < told.length; pool++) {
        if (told[pool]) {
          samples.add(new ServerSample(nanos, pool, waiting[pool], inService[pool]));
        }
      }
    }
  }

  private int pool(@Nullable String labels) {
    Matcher label = LABEL.matcher(labels == null ? "" : labels);
    List<PoolSpec> pools = scenario.pools();
    if (label.find()) {
      for (int pool = 0; pool < pools.size(); pool++) {
        if (pools.get(pool).name().equals(label.group(1))) {
          return pool;
        }
      }
    }
    return pools.size() == 1 ? 0 : -1;
  }

  /** What was read so far. */
  public List<ServerSample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }
}
