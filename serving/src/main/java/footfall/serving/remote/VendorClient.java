package footfall.serving.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.actors.protocol.Exchange.Usage;
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
    /** The first sign of an answer, or one more piece of it. */
    void said(String text);

    /** A piece of the call of a tool, by its place among the calls; the name comes first. */
    void called(long place, String tool, String arguments);

    /** All is said; the usage is null where the vendor does not state it. */
    void finished(String reason, Usage usage);

    /** It came to nothing. */
    void failed(Refusal refusal);
  }

  /**
   * Why an attempt failed.
   *
   * @param status of HTTP; zero where there was no answer
   * @param retryAfterNanos that the vendor asks for; zero where it does not
   * @param timedOut whether it took too long
   */
  record Refusal(int status, long retryAfterNanos, boolean timedOut, String message) {}

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
