package footfall.serving.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Bodies in gzip: of requests, and of responses for clients that ask for it. Streams are not: each
 * of their events goes out.
 */
final class Compression {
  /** Less is not worth it. */
  private static final int LEAST_BYTES = 1_024;

  private Compression() {}

  static HttpResponse of(HttpRequest request, HttpResponse response) {
    if (!(response.entity() instanceof HttpEntity.Strict whole)
        || whole.getData().size() < LEAST_BYTES
        || !accepts(request)) {
      return response;
    }
    byte[] zipped = zip(whole.getData().toArray());
    return response
        .withEntity(HttpEntities.create(whole.getContentType(), zipped))
        .addHeader(RawHeader.create("Content-Encoding", "gzip"))
        .addHeader(RawHeader.create("Vary", "Accept-Encoding"));
  }

  private static boolean accepts(HttpRequest request) {
    String accepted = request.getHeader("Accept-Encoding").map(HttpHeader::value).orElse("");
    for (String coding : accepted.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = coding.strip().split(";");
      boolean none = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
      if (parts[0].strip().equals("gzip") && !none) {
        return true;
      }
    }
    return false;
  }

  /**
   * What was zipped.
   *
   * @param most bytes that it may have
   * @throws ApiException if it has more, or is not gzip
   */
  static byte[] unzip(byte[] zipped, long most) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      byte[] plain = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, most + 1));
      if (plain.length > most) {
        throw ApiException.tooLarge();
      }
      return plain;
    } catch (IOException e) {
      throw ApiException.invalid(null, "The body is not valid gzip, though its header says so.");
    }
  }

  private static byte[] zip(byte[] plain) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }
}
