package footfall.gatling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.gatling.wire.Target;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Single requests to a target, and what to tell people where one comes to nothing. */
final class TargetQuestions {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final long USUAL_WAIT_SECONDS = 2;
  private static final long LONGEST_WAIT_SECONDS = 60;
  private static final int WORDS_TOLD = 120;
  private static final List<Integer> KEYS_FAULT = List.of(401, 403);

  private final Target target;
  private final HttpClient http;

  /** Nothing is asked yet. */
  TargetQuestions(Target target) {
    this.target = target;
    this.http = target.client(PATIENCE);
  }

  /** Asks; a target that is busy is asked again when it says, for a while. */
  HttpResponse<String> send(HttpRequest request) {
    HttpResponse<String> response = sendOnce(request);
    long waited = 0;
    while (response.statusCode() == TOO_MANY_REQUESTS) {
      long pause = retryAfterSeconds(response);
      waited += pause;
      if (waited > LONGEST_WAIT_SECONDS) {
        return response;
      }
      pause(pause);
      response = sendOnce(request);
    }
    return response;
  }

  private static long retryAfterSeconds(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(Long::parseLong)
        .map(seconds -> Math.max(1, seconds))
        .orElse(USUAL_WAIT_SECONDS);
  }

  private static void pause(long seconds) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private HttpResponse<String> sendOnce(HttpRequest request) {
    String place = "--target " + target;
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw InvalidInputException.of(
          place, "cannot be reached", "start it, for example with footfall serve");
    } catch (HttpTimeoutException e) {
      throw InvalidInputException.of(
          place,
          "does not answer " + request.uri().getPath() + " within " + PATIENCE.toSeconds() + " s",
          "see whether it answers curl");
    } catch (SSLException e) {
      throw InvalidInputException.of(
          place,
          "makes no TLS connection (" + e.getMessage() + ")",
          "name its authority with --ca FILE.pem; --client-cert and --client-key where it wants to"
              + " know who you are");
    } catch (IOException e) {
      throw InvalidInputException.of(
          place,
          "breaks the connection off at " + request.uri().getPath(),
          "see whether it answers curl");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Does nothing where it was answered with 200.
   *
   * @throws InvalidInputException otherwise
   */
  void refuse(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status == OK) {
      return;
    }
    String place = "--target " + target;
    String path = response.request().uri().getPath();
    String said = "answers " + path + " with " + status + ": " + told(response.body());
    if (KEYS_FAULT.contains(status)) {
      String variable = target.keyVariable();
      throw InvalidInputException.of(
          place,
          said,
          target.key().isEmpty()
              ? "put its API key into the environment as " + variable
              : "see whether the key in "
                  + variable
                  + " is right, and goes into "
                  + target.keyHeader()
                  + " (--api-key-header)");
    }
    if (status == NOT_FOUND) {
      throw InvalidInputException.of(
          place,
          said,
          "name the model with --model; the target is the base address, and --path what follows it");
    }
    if (status == TOO_MANY_REQUESTS) {
      throw InvalidInputException.of(
          place, said, "it is busy or its quota is used up; wait and try again");
    }
    throw InvalidInputException.of(place, said, "see whether it answers curl");
  }

  /** A body as JSON; an empty object where it is none. */
  static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  /** What a body says of an error, in brief. */
  static String told(String body) {
    String message = parse(body).path("error").path("message").asText("");
    String told = (message.isEmpty() ? body : message).replaceAll("\\s+", " ").strip();
    String brief = told.length() <= WORDS_TOLD ? told : told.substring(0, WORDS_TOLD);
    return brief.replaceFirst("[.]+$", "");
  }
}
