package footfall.simulator.commitments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Prometheus server, or anything that answers its queries. */
public final class Prometheus {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String url;
  private final Map<String, String> headers;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /**
   * The server.
   *
   * @param url where it is, without {@code /api/v1}
   * @param headers sent along, an authorization say
   * @throws InvalidInputException if that is no address
   */
  public Prometheus(String url, Map<String, String> headers) {
    if (!url.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      throw InvalidInputException.of(
          "--metrics " + url, "is no address of a server", "write http://127.0.0.1:9090");
    }
    this.url = url.replaceAll("/+$", "");
    this.headers = Map.copyOf(headers);
  }

  /**
   * The number that a query comes to now; empty where there is no data for it.
   *
   * @throws InvalidInputException if the server does not answer it with one number
   */
  public OptionalDouble query(String query, String location) {
    JsonNode data = data("query?query=" + encoded(query), location);
    JsonNode result = data.path("result");
    String type = data.path("resultType").asText();
    if (type.equals("scalar")) {
      return number(result.path(1).asText());
    }
    if (!type.equals("vector")) {
      throw InvalidInputException.of(
          location, "the query gives a " + type + " and not one number", "see what rate(...) does");
    }
    if (result.size() > 1) {
      throw InvalidInputException.of(
          location,
          "the query gives " + result.size() + " series and not one number",
          "add them up, with sum(...) say");
    }
    return result.isEmpty()
        ? OptionalDouble.empty()
        : number(result.get(0).path("value").path(1).asText());
  }

  /**
   * What a query came to over time, by the second of the epoch; only where there is data.
   *
   * @param stepSeconds from one figure to the next
   * @throws InvalidInputException if the server does not answer it with one series
   */
  public SortedMap<Long, Double> range(
      String query, long fromSecond, long toSecond, long stepSeconds) {
    String times = "&start=" + fromSecond + "&end=" + toSecond + "&step=" + stepSeconds;
    String location = "--metrics " + url;
    JsonNode result = data("query_range?query=" + encoded(query) + times, location).path("result");
    if (result.size() > 1) {
      throw InvalidInputException.of(
          location, "the query " + query + " gives several series", "add them up, with sum(...)");
    }
    SortedMap<Long, Double> series = new TreeMap<>();
    for (JsonNode point : result.path(0).path("values")) {
      number(point.path(1).asText()).ifPresent(value -> series.put(point.path(0).asLong(), value));
    }
    return series;
  }

  /**
   * What a query comes to for each bound of a histogram ({@code by (le)}), in ascending order.
   *
   * @throws InvalidInputException if the server does not answer it
   */
  public SortedMap<Double, Double> buckets(String query) {
    SortedMap<Double, Double> buckets = new TreeMap<>();
    for (JsonNode each : data("query?query=" + encoded(query), "--metrics " + url).path("result")) {
      OptionalDouble bound = number(each.at("/metric/le").asText("NaN"));
      OptionalDouble count = number(each.path("value").path(1).asText());
      if (bound.isPresent() && count.isPresent()) {
        buckets.put(bound.getAsDouble(), count.getAsDouble());
      }
    }
    return buckets;
  }

  private JsonNode data(String path, String location) {
    HttpResponse<String> response = send(path);
    JsonNode answer = parse(response);
    if (!answer.has("status")) {
      throw noPrometheus(response);
    }
    if (!answer.path("status").asText().equals("success")) {
      throw InvalidInputException.of(
          location,
          "the query is not understood by "
              + url
              + ": "
              + answer.path("error").asText("status " + response.statusCode()),
          "try it in the expression browser of the server");
    }
    return answer.path("data");
  }

  private static String encoded(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(String path) {
    String address = url + "/api/v1/" + path;
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
      headers.forEach(request::header);
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--metrics " + url, "does not answer (" + e + ")", "check that Prometheus listens there");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw InvalidInputException.of("--metrics " + url, "was not waited for", "try again");
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("--header", String.valueOf(e.getMessage()), "write K:V");
    }
  }

  private JsonNode parse(HttpResponse<String> response) {
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (JsonProcessingException e) {
      throw noPrometheus(response);
    }
  }

  private InvalidInputException noPrometheus(HttpResponse<String> response) {
    return InvalidInputException.of(
        "--metrics " + url,
        "answers with status " + response.statusCode() + " and not as Prometheus does",
        "name the server whose expression browser answers queries, without /api/v1");
  }

  /** Prometheus writes NaN where a rate is zero over zero. */
  private static OptionalDouble number(String text) {
    double value = text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
