package footfall.actors.live.remote;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * An HTTP client whose answers end with an error where they, or a line of them, get too long for
 * any model's reply. The vendors' client keeps a line whole, and the body of an error too, so that
 * a vendor gone wild would otherwise fill the memory of all. Any thread may call.
 */
final class BoundedAnswers implements HttpClient {
  private static final long MOST_BYTES = 64L << 20;
  private static final long LONGEST_LINE = 1L << 20;

  private final HttpClient client;

  BoundedAnswers(HttpClient client) {
    this.client = client;
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    return new Bounded(client.execute(request, options));
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return client.executeAsync(request, options).thenApply(Bounded::new);
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class Bounded implements HttpResponse {
    private final HttpResponse response;
    private final InputStream body;

    Bounded(HttpResponse response) {
      this.response = response;
      this.body = new BoundedStream(response.body());
    }

    @Override
    public int statusCode() {
      return response.statusCode();
    }

    @Override
    public Headers headers() {
      return response.headers();
    }

    @Override
    public InputStream body() {
      return body;
    }

    @Override
    public void close() {
      response.close();
    }
  }

  /** After decompression, if any. */
  private static final class BoundedStream extends FilterInputStream {
    private long bytes;
    private long line;

    BoundedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int read = super.read(into, from, most);
      for (int i = from; i < from + read; i++) {
        line = into[i] == '\n' ? 0 : line + 1;
        if (line > LONGEST_LINE) {
          throw new IOException("a line of the answer has no end");
        }
      }
      bytes += Math.max(0, read);
      if (bytes > MOST_BYTES) {
        throw new IOException("the answer has no end");
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
