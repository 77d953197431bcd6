package footfall.scenarios.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * What a vendor says instead of a reply.
 *
 * @param status of HTTP, or the one that an event of a stream names; {@link #MISREAD} where what
 *     came is no reply that anybody could read, which a further try will not mend
 * @param code for programs; empty where there is none
 * @param message for people, of at most {@link #LONGEST_MESSAGE} characters
 */
public record VendorError(int status, String code, String message) {
  /** For {@link #status}: what came cannot be read. */
  public static final int MISREAD = -1;

  /** For {@link #status}: an error without a number, in the middle of a stream. */
  public static final int UNNUMBERED = 502;

  /** Longer messages are cut. */
  public static final int LONGEST_MESSAGE = 200;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SPENT =
      Set.of("insufficient_quota", "billing_hard_limit_reached", "credit_balance_too_low");
  private static final int LEAST_ERROR = 400;
  private static final int MOST_ERROR = 599;
  private static final double LONGEST_PAUSE_SECONDS = 1e6;

  /** What came cannot be read as a reply. */
  public static VendorError misread(String message) {
    return new VendorError(MISREAD, "", cut(message));
  }

  /** Whether an event or a body is an error. */
  public static boolean isIn(JsonNode body) {
    return body.hasNonNull("error") || body.path("object").asText("").equals("error");
  }

  /** The error in an event. */
  public static VendorError of(JsonNode body) {
    VendorError error = of(UNNUMBERED, body);
    String message = error.message.isEmpty() ? "an error without a message" : error.message;
    return new VendorError(error.status, error.code, message);
  }

  private static VendorError of(int status, JsonNode body) {
    JsonNode root = body.isArray() && !body.isEmpty() ? body.get(0) : body;
    JsonNode error = root.path("error").isObject() ? root.get("error") : root;
    JsonNode code = error.path("code");
    boolean numbered =
        code.canConvertToInt() && code.asInt() >= LEAST_ERROR && code.asInt() <= MOST_ERROR;
    boolean inStream = status == UNNUMBERED && numbered;
    String name = code.isTextual() ? code.asText() : error.path("type").asText("");
    return new VendorError(inStream ? code.asInt() : status, name, cut(message(root, error)));
  }

  private static String message(JsonNode root, JsonNode error) {
    for (JsonNode place :
        new JsonNode[] {
          error.path("message"), root.path("error"), root.path("message"), root.path("detail")
        }) {
      if (place.isTextual() && !place.asText().isBlank()) {
        return place.asText();
      }
    }
    JsonNode details = root.path("detail");
    return details.isArray() && !details.isEmpty()
        ? details.get(0).path("msg").asText("")
        : error.path("type").asText("");
  }

  /** The error in the body of a response whose status says that it is one. */
  public static VendorError ofBody(int status, String body) {
    try {
      JsonNode read = JSON.readTree(body);
      if (read != null && read.isContainerNode()) {
        VendorError error = of(status, read);
        String said = error.message.isEmpty() ? "" : " " + error.message;
        return new VendorError(status, error.code, cut(status + said));
      }
    } catch (JsonProcessingException e) {
      return new VendorError(status, "", status + ", not JSON");
    }
    return new VendorError(status, "", body.isBlank() ? status + "" : status + ", not JSON");
  }

  /** Whether the account has nothing left, so that waiting does not help. */
  public boolean isSpent() {
    return SPENT.contains(code);
  }

  /**
   * How long to wait, as the headers of a response ask; zero where they do not.
   *
   * @param millis of {@code retry-after-ms}
   * @param after of {@code retry-after}: seconds, or a date
   * @param date of {@code date}: what the sender's clock says
   */
  public static Duration retryAfter(
      Optional<String> millis, Optional<String> after, Optional<String> date) {
    return millis
        .flatMap(text -> number(text).map(value -> seconds(value / 1e3)))
        .or(() -> after.flatMap(VendorError::number).map(VendorError::seconds))
        .or(() -> after.map(at -> until(at, date)))
        .orElse(Duration.ZERO);
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.parseDouble(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Duration until(String at, Optional<String> date) {
    try {
      Instant now = date.map(VendorError::instant).orElseGet(Instant::now);
      Duration pause = Duration.between(now, instant(at));
      return seconds(pause.toMillis() / 1e3);
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static Instant instant(String date) {
    return ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }

  private static Duration seconds(double seconds) {
    double bounded = Math.max(0, Math.min(LONGEST_PAUSE_SECONDS, seconds));
    return Duration.ofNanos(Math.round(bounded * 1e9));
  }

  private static String cut(String message) {
    String line = message.replaceAll("\\s+", " ").strip();
    return line.substring(0, Math.min(LONGEST_MESSAGE, line.length()));
  }
}
