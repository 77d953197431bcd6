package footfall.serving.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.wire.ChatReply;
import footfall.scenarios.wire.VendorError;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * One account at a vendor: chat completions, streamed, over the JDK's HTTP client. Nothing is tried
 * again here. Any thread may call.
 */
final class VendorClient implements AutoCloseable {
  /** Told on threads of the client how an answer comes on; the last call is one of the two ends. */
  interface Listener {
    /** A piece of the answer. */
    void said(String text);

    /** A piece of the reasoning before it. */
    void thought(String text);

    /** A piece of the call of a tool, by its place among the calls; the name comes first. */
    void called(int place, String tool, String arguments);

    /** All is said, and this is what was heard. */
    void finished(ChatReply reply);

    /** It came to nothing. */
    void failed(Refusal refusal);
  }

  /**
   * Why an attempt failed.
   *
   * @param error with status zero where there was no answer
   * @param retryAfterNanos that the vendor asks for; zero where it does not
   * @param timedOut whether it took too long
   */
  record Refusal(VendorError error, long retryAfterNanos, boolean timedOut) {
    private static final List<Integer> WORTH_ANOTHER_TRY = List.of(0, 408, 409, 429);
    private static final List<Integer> UNHEALTHY = List.of(0, 408);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** Whether the same may go well a little later. */
    boolean isWorthAnotherTry() {
      return (WORTH_ANOTHER_TRY.contains(status()) || status() >= SERVER_ERROR) && !error.isSpent();
    }

    /** Whether it speaks of the vendor's health: what it refuses or says oddly does not. */
    boolean isUnhealthy() {
      return UNHEALTHY.contains(status()) || status() >= SERVER_ERROR;
    }

    boolean isThrottled() {
      return status() == TOO_MANY_REQUESTS;
    }

    int status() {
      return error.status();
    }

    String message() {
      return error.message();
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** HTTP/1.1: a proxy in front of a model does not always speak HTTP/2 in the clear. */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ScheduledThreadPoolExecutor timeouts;
  private final URI completions;
  private final String model;
  private final String key;
  private final Duration timeout;

  /**
   * Calls nothing yet.
   *
   * @param url base address, such as {@code https://api.example/v1}
   * @param key null where the vendor wants none
   * @param timeout from sending a request to the end of its answer
   */
  VendorClient(String url, String model, String key, Duration timeout) {
    this.completions = URI.create(url.replaceAll("/+$", "") + "/chat/completions");
    this.model = model;
    this.key = key;
    this.timeout = timeout;
    this.timeouts =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "vendor-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timeouts.setRemoveOnCancelPolicy(true);
  }

  /**
   * Asks, and returns the answer, which can be closed early.
   *
   * @param asked the rest of the request, in the words of the API
   * @throws IllegalArgumentException if the request cannot be written as JSON
   */
  VendorAnswer ask(
      List<Map<String, Object>> messages, Map<String, Object> asked, Listener listener) {
    Map<String, Object> body = new LinkedHashMap<>(asked);
    body.remove("prompt");
    body.put("model", model);
    body.put("messages", messages);
    body.put("stream", true);
    body.put("stream_options", Map.of("include_usage", true));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(completions)
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(BodyPublishers.ofByteArray(bytes(body)));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    VendorAnswer answer = new VendorAnswer(listener);
    answer.await(http.sendAsync(request.build(), answer), timeouts, timeout);
    return answer;
  }

  private static byte[] bytes(Map<String, Object> body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  @Override
  public void close() {
    timeouts.shutdownNow();
  }
}
