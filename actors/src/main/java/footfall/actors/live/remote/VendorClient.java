package footfall.actors.live.remote;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.OpenAIClientAsyncImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.JsonValue;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import footfall.actors.Exchange.Usage;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One account at a vendor, through the vendors' own client with its retries off. Answers stream.
 * Any thread may call.
 */
final class VendorClient implements AutoCloseable {
  /** Told on a thread of the client how an answer comes on. */
  interface Listener {
    /** The first sign of an answer, or one more piece of it. */
    void said(String text);

    /** A piece of the call of a tool, by its place among the calls; the name comes first. */
    void called(long place, String tool, String arguments);

    /** All is said. */
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

  private static final double NANOS = 1e9;
  private static final double LONGEST_SECONDS = 1e6;

  /** Calls that one HTTP client makes at the same time. */
  private static final int CALLS_PER_CLIENT = 64;

  private static final int BAD_GATEWAY = 502;
  private static final Set<String> OURS =
      Set.of("model", "messages", "prompt", "stream", "stream_options");

  private final List<OpenAIClientAsync> clients = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final String model;

  /**
   * @param key null where the vendor wants none
   * @param calls that may be under way at the same time
   */
  VendorClient(String url, String model, String key, Duration timeout, int calls) {
    this.model = model;
    for (int from = 0; from < calls; from += CALLS_PER_CLIENT) {
      clients.add(
          new OpenAIClientAsyncImpl(
              ClientOptions.builder()
                  .httpClient(new BoundedAnswers(OkHttpClient.builder().timeout(timeout).build()))
                  .baseUrl(url)
                  .apiKey(key == null ? "none" : key)
                  .maxRetries(0)
                  .timeout(timeout)
                  .checkJacksonVersionCompatibility(false)
                  .build()));
    }
  }

  /**
   * Asks, and returns what ends the answer early when it is closed.
   *
   * @param asked the rest of the request, in the words of the API
   */
  AsyncStreamResponse<?> ask(
      List<Map<String, Object>> messages, Map<String, Object> asked, Listener listener) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder()
            .model(model)
            .messages(List.of())
            .putAdditionalBodyProperty("messages", JsonValue.from(messages))
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
    asked.forEach(
        (name, value) -> {
          if (!OURS.contains(name)) {
            params.putAdditionalBodyProperty(name, JsonValue.from(value));
          }
        });
    return clients
        .get(Math.floorMod(this.asked.getAndIncrement(), clients.size()))
        .chat()
        .completions()
        .createStreaming(params.build())
        .subscribe(new Chunks(listener));
  }

  private static final class Chunks implements AsyncStreamResponse.Handler<ChatCompletionChunk> {
    private final Listener listener;
    private String reason;
    private Usage usage;

    Chunks(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onNext(ChatCompletionChunk chunk) {
      chunk
          .usage()
          .ifPresent(
              u ->
                  usage =
                      new Usage(
                          (int) u.promptTokens(),
                          u.promptTokensDetails()
                              .flatMap(details -> details.cachedTokens())
                              .map(Long::intValue)
                              .orElse(0),
                          (int) u.completionTokens()));
      for (ChatCompletionChunk.Choice choice : chunk.choices()) {
        choice.finishReason().ifPresent(why -> reason = why.asString());
        choice.delta().content().filter(text -> !text.isEmpty()).ifPresent(listener::said);
        choice
            .delta()
            .toolCalls()
            .ifPresent(
                calls ->
                    calls.forEach(
                        call ->
                            call.function()
                                .ifPresent(
                                    f ->
                                        listener.called(
                                            call.index(),
                                            f.name().orElse(""),
                                            f.arguments().orElse("")))));
      }
    }

    @Override
    public void onComplete(Optional<Throwable> error) {
      if (error.isPresent()) {
        listener.failed(refusal(error.get()));
      } else if (reason == null) {
        listener.failed(new Refusal(BAD_GATEWAY, 0, false, "the vendor's answer broke off"));
      } else {
        listener.finished(reason, usage);
      }
    }

    private static Refusal refusal(Throwable error) {
      boolean timedOut = false;
      boolean unreachable = false;
      Throwable root = error;
      for (Throwable cause = error; cause != null; cause = cause.getCause()) {
        if (cause instanceof OpenAIServiceException refused) {
          return new Refusal(
              refused.statusCode(), retryAfterNanos(refused), false, refused.getMessage());
        }
        timedOut |= cause instanceof InterruptedIOException;
        unreachable |= cause instanceof ConnectException || cause instanceof UnknownHostException;
        root = cause;
      }
      String what = unreachable ? "could not be reached" : "broke off";
      return new Refusal(
          0, 0, timedOut, timedOut ? "took too long" : what + " (" + root.getMessage() + ")");
    }

    private static long retryAfterNanos(OpenAIServiceException refused) {
      List<String> values = refused.headers().values("retry-after");
      try {
        double seconds = values.isEmpty() ? 0 : Double.parseDouble(values.get(0));
        return (long) (Math.max(0, Math.min(LONGEST_SECONDS, seconds)) * NANOS);
      } catch (NumberFormatException e) {
        return 0; // A date; then our own pause must do.
      }
    }
  }

  @Override
  public void close() {
    clients.forEach(OpenAIClientAsync::close);
  }
}
