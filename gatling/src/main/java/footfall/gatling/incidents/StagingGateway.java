package footfall.gatling.incidents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.gatling.wire.Target;
import footfall.scenarios.incidents.Incident;
import footfall.scenarios.incidents.Incident.Kind;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A gateway of ours that lets clients take workers and vendors away. Thread-safe. */
public final class StagingGateway {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final double NANOS = 1e9;

  private final Target target;
  private final HttpClient http;

  /** Nothing is asked yet. */
  public StagingGateway(Target target) {
    this.target = target;
    this.http = target.client(PATIENCE);
  }

  /**
   * Asks whether all of these can be played there.
   *
   * @throws InvalidInputException if not
   */
  public void check(List<Incident> incidents) {
    if (incidents.stream().allMatch(incident -> incident.kind() == Kind.FLASH_SALE)) {
      return; // The load itself is the incident.
    }
    JsonNode told = told();
    for (JsonNode pool : told.path("pools")) {
      if (pool.path("ownIncidents").asBoolean()) {
        throw refusal(
            "its pool `"
                + pool.path("name").asText()
                + "` has failures, outages or restarts by the gateway's own clock",
            "start the gateway with --staging, which holds them back");
      }
    }
    incidents.forEach(incident -> check(incident, told));
  }

  private void check(Incident incident, JsonNode told) {
    if (incident.kind() == Kind.FLASH_SALE) {
      return;
    }
    for (JsonNode pool : told.path("pools")) {
      if (pool.path("name").asText().equals(incident.pool())) {
        if (incident.kind() == Kind.VENDOR_OUTAGE && !pool.path("vendor").asBoolean()) {
          throw refusal(
              "its pool `" + incident.pool() + "` has no vendor, and the scenario's is out",
              "serve the scenario that is rehearsed, or one with the same pools");
        }
        if (incident.workers() > pool.path("workers").asInt()) {
          throw refusal(
              "its pool `"
                  + incident.pool()
                  + "` has "
                  + pool.path("workers").asInt()
                  + " workers, and the scenario loses "
                  + incident.workers(),
              "serve the scenario that is rehearsed, or one with as many workers");
        }
        return;
      }
    }
    throw refusal(
        "it has no pool `" + incident.pool() + "`",
        "serve the scenario that is rehearsed, or one with the same pools");
  }

  private JsonNode told() {
    try {
      HttpResponse<String> response =
          http.send(request("/admin/incidents").GET().build(), BodyHandlers.ofString());
      if (response.statusCode() == 401) {
        throw refusal("wants another key", "name the variable that holds it with --key");
      }
      if (response.statusCode() != OK) {
        throw refusal(
            "is no staging gateway: it answers /admin/incidents with " + response.statusCode(),
            "start it with footfall serve SCENARIO --staging");
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw refusal("cannot be reached, or breaks off", "see whether it answers curl");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private InvalidInputException refusal(String rule, String hint) {
    return InvalidInputException.of("--against " + target, rule, hint);
  }

  /**
   * Begins one; it ends by itself.
   *
   * @throws IllegalStateException if the gateway does not do it
   */
  void begin(Incident incident) {
    ObjectNode body = JSON.createObjectNode();
    body.put("seconds", (incident.toNanos() - incident.fromNanos()) / NANOS);
    if (incident.kind() == Kind.WORKER_LOSS) {
      body.put("workers", incident.workers());
    }
    String path = "/admin/pools/" + incident.pool() + "/outage";
    try {
      HttpResponse<String> response =
          http.send(
              request(path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body.toString()))
                  .build(),
              BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw notPlayed(incident, "the gateway answered with " + response.statusCode());
      }
    } catch (IOException e) {
      throw notPlayed(incident, "the gateway could not be asked: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notPlayed(incident, "interrupted");
    }
  }

  private static IllegalStateException notPlayed(Incident incident, String why) {
    return new IllegalStateException(
        "the " + incident.kind().words() + " in " + incident.pool() + " was not played: " + why);
  }

  private HttpRequest.Builder request(String path) {
    return target.request(target.page(path)).timeout(PATIENCE);
  }
}
