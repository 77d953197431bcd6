package footfall.gatling.wire;

import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a target understands besides the common core of the API, as found by asking.
 *
 * @param model to ask for
 * @param streams whether replies are asked for token by token
 * @param usage whether {@code stream_options} makes a stream tell its tokens
 * @param endless whether {@code ignore_eos} makes replies exactly as long as asked for
 * @param tokenLimit the field that limits a reply
 * @param bytesPerToken of input
 * @param tokensPerMessage besides its text
 */
public record Dialect(
    String model,
    boolean streams,
    boolean usage,
    boolean endless,
    String tokenLimit,
    double bytesPerToken,
    double tokensPerMessage) {
  /** The field that limits a reply in most servers. */
  public static final String MAX_TOKENS = "max_tokens";

  /** Its name at vendors who have given up the other. */
  public static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

  /** Before anything is known. */
  public static Dialect unknown(String model, Replies replies) {
    boolean streams = replies.streamed();
    return new Dialect(model, streams, streams, replies.forced(), MAX_TOKENS, 4, 4);
  }

  /** As JSON, for another process. */
  public String write() {
    return ResultsJson.line(this);
  }

  /** What {@link #write} has written. */
  public static Dialect read(String json) {
    try {
      return ResultsJson.read(json, Dialect.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without what only some servers understand. */
  public Dialect plain() {
    return new Dialect(model, streams, false, false, tokenLimit, bytesPerToken, tokensPerMessage);
  }

  /** The same without tokens told at the end of a stream. */
  public Dialect withoutUsage() {
    return new Dialect(model, streams, false, endless, tokenLimit, bytesPerToken, tokensPerMessage);
  }

  /** The same without replies of an exact length. */
  public Dialect withoutEndless() {
    return new Dialect(model, streams, usage, false, tokenLimit, bytesPerToken, tokensPerMessage);
  }

  /** The same with another field that limits a reply. */
  public Dialect withTokenLimit(String field) {
    return new Dialect(model, streams, usage, endless, field, bytesPerToken, tokensPerMessage);
  }

  /** The same, as the target counts tokens. */
  public Dialect reading(double bytes, double perMessage) {
    return new Dialect(model, streams, usage, endless, tokenLimit, bytes, perMessage);
  }
}
