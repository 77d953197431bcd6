package footfall.serving.gateway;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.Materializer;

/**
 * Bodies of requests, as they were before they were compressed, within their bounds. Thread-safe.
 */
final class RequestBody {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** What is too large by no more than that is read to its end before it is refused. */
  private static final int MOST_DRAINED = 16;

  private final long mostBytes;
  private final Materializer materializer;

  /**
   * @param mostBytes of a body, compressed and not
   */
  RequestBody(long mostBytes, Materializer materializer) {
    this.mostBytes = mostBytes;
    this.materializer = materializer;
  }

  /**
   * The body of a request.
   *
   * @param share of the memory, which bears it
   * @return fails with an {@link ApiException} if there is no room for it, or no way to read it
   */
  CompletionStage<byte[]> of(HttpRequest request, BodyRoom.Share share) {
    try {
      return read(request, share);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<byte[]> read(HttpRequest request, BodyRoom.Share share) {
    long length = request.entity().getContentLengthOption().orElse(0);
    if (length > mostBytes * MOST_DRAINED) {
      throw ApiException.tooLarge();
    }
    if (length > mostBytes) {
      return request
          .discardEntityBytes(materializer) // Else many clients do not see the answer.
          .completionStage()
          .thenApply(
              done -> {
                throw ApiException.tooLarge();
              });
    }
    if (request.entity() instanceof HttpEntity.Strict whole) {
      return CompletableFuture.completedFuture(plain(request, share.add(whole.getData())));
    }
    return request
        .entity()
        .withSizeLimit(mostBytes)
        .getDataBytes()
        .completionTimeout(PATIENCE)
        .runFold(share, BodyRoom.Share::add, materializer)
        .thenApply(all -> plain(request, all));
  }

  /** As it was before it was compressed, which takes its room too. */
  private byte[] plain(HttpRequest request, BodyRoom.Share share) {
    String coding = request.getHeader("Content-Encoding").map(HttpHeader::value).orElse("identity");
    byte[] body = share.body();
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "identity", "" -> body;
      case "gzip", "x-gzip" -> {
        byte[] plain = Compression.unzip(body, mostBytes);
        share.take(plain.length);
        yield plain;
      }
      default -> throw ApiException.unknownCoding(coding);
    };
  }
}
