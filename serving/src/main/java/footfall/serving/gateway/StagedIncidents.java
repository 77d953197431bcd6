package footfall.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.run.RunAssembly.Deployment;
import footfall.scenarios.Scenario;
import footfall.scenarios.incidents.Incidents;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.serving.time.SystemClock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients of a staging gateway break workers, and take workers or a vendor away for a while.
 * What was taken away comes back by itself, whatever becomes of the client. Thread-safe.
 */
final class StagedIncidents {
  static final String PATH = "/admin/incidents";

  private static final Logger LOG = LoggerFactory.getLogger(StagedIncidents.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double LONGEST_SECONDS = 86_400;
  private static final double NANOS = 1e9;
  private static final Pattern BREAK =
      Pattern.compile("/admin/pools/([A-Za-z0-9._-]+)/workers/([0-9]{1,6})/break");
  private static final Pattern OUTAGE = Pattern.compile("/admin/pools/([A-Za-z0-9._-]+)/outage");

  private final List<PoolSpec> specs;
  private final List<ActorRef<PoolCommand>> pools;
  private final SystemClock clock;
  private final ActorSystem<?> system;

  StagedIncidents(
      Scenario scenario, Deployment deployment, SystemClock clock, ActorSystem<?> system) {
    this.specs = scenario.pools();
    this.pools = deployment.pools();
    this.clock = clock;
    this.system = system;
  }

  /** What can be taken away, and which pools have outages by the gateway's own clock. */
  HttpResponse tell(HttpRequest request) {
    request.discardEntityBytes(system);
    ObjectNode body = JSON.createObjectNode();
    ArrayNode told = body.putArray("pools");
    for (PoolSpec pool : specs) {
      told.addObject()
          .put("name", pool.name())
          .put("workers", pool.workers())
          .put("vendor", hasVendor(pool))
          .put("ownIncidents", Incidents.happenTo(pool));
    }
    return Responses.json(body);
  }

  /**
   * Begins what is asked for.
   *
   * @throws ApiException if there is no such thing
   */
  CompletionStage<HttpResponse> begin(HttpRequest request, String path) {
    return SmallBody.of(request, system)
        .thenApply(
            body -> {
              Matcher broken = BREAK.matcher(path);
              if (broken.matches()) {
                return breakWorker(indexOf(broken.group(1)), Integer.parseInt(broken.group(2)));
              }
              Matcher outage = OUTAGE.matcher(path);
              if (outage.matches()) {
                return takeAway(indexOf(outage.group(1)), body);
              }
              throw ApiException.nothingThere(path);
            });
  }

  private int indexOf(String name) {
    for (int pool = 0; pool < specs.size(); pool++) {
      if (specs.get(pool).name().equals(name)) {
        return pool;
      }
    }
    throw new ApiException(
        404,
        "invalid_request_error",
        "not_found",
        null,
        ApiException.NO_RETRY,
        "There is no pool "
            + name
            + "; there are "
            + specs.stream().map(PoolSpec::name).collect(Collectors.joining(", "))
            + ".");
  }

  private HttpResponse breakWorker(int pool, int worker) {
    PoolSpec spec = specs.get(pool);
    if (worker >= spec.mostWorkers()) {
      throw ApiException.nothingThere("worker " + worker + " of " + spec.name());
    }
    LOG.atWarn()
        .addKeyValue("pool", spec.name())
        .addKeyValue("worker", worker)
        .log("a client breaks a worker");
    pools.get(pool).tell(new PoolCommand.Break(worker));
    return Responses.json(JSON.createObjectNode().put("broken", true));
  }

  private HttpResponse takeAway(int pool, JsonNode asked) {
    PoolSpec spec = specs.get(pool);
    double seconds = asked.path("seconds").asDouble(Double.NaN);
    if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw ApiException.invalid(
          "seconds",
          "Write {\"seconds\": 30} for the pool's vendor, or {\"seconds\": 30, \"workers\": 2}:"
              + " seconds above 0, and not above 86400.");
    }
    long nanos = Math.round(seconds * NANOS);
    JsonNode workers = asked.path("workers");
    if (workers.isMissingNode()) {
      loseVendor(pool, nanos);
    } else {
      if (!workers.isInt() || workers.intValue() < 1 || workers.intValue() > spec.mostWorkers()) {
        throw ApiException.invalid(
            "workers", "Must be from 1 to " + spec.mostWorkers() + ", or left out for the vendor.");
      }
      loseWorkers(pool, workers.intValue(), nanos);
    }
    LOG.atWarn()
        .addKeyValue("pool", spec.name())
        .addKeyValue("workers", workers.asInt(0))
        .addKeyValue("seconds", seconds)
        .log("a client begins an outage");
    return Responses.json(JSON.createObjectNode().put("out", true).put("seconds", seconds));
  }

  private void loseVendor(int pool, long nanos) {
    PoolSpec spec = specs.get(pool);
    if (!hasVendor(spec)) {
      throw ApiException.invalid(
          "workers", "Pool " + spec.name() + " has no vendor: say how many.");
    }
    pools.get(pool).tell(new PoolCommand.LoseVendor(clock.nowNanos() + nanos));
  }

  private void loseWorkers(int pool, int workers, long nanos) {
    for (int worker = 0; worker < workers; worker++) {
      pools.get(pool).tell(new PoolCommand.Lose(worker));
      clock.tellAfter(nanos, pools.get(pool), new PoolCommand.Recover(worker));
    }
  }

  private static boolean hasVendor(PoolSpec pool) {
    return pool.backend() instanceof Backend.Remote || pool.api().isPresent();
  }
}
