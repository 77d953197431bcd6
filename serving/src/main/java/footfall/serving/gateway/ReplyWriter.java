package footfall.serving.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.serving.exchange.LiveExchange;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * Writes one reply in the words of the API that it was asked in: as events, in the order in which
 * it comes, or whole. Not thread-safe.
 */
interface ReplyWriter {
  /** A call of a tool, with its arguments as JSON. */
  record ToolUse(String tool, String arguments) {}

  /**
   * A complete reply.
   *
   * @param stoppedBy the text that ended it; empty where none did
   * @param vectors of the texts, where those were wanted
   * @param pool name of the pool that gave it
   * @param visits the pools that had a part in it, where it did not simply go to one
   */
  record Said(
      String text,
      String reasoning,
      List<ToolUse> uses,
      List<float[]> vectors,
      LiveExchange.Finish finish,
      String stoppedBy,
      Usage usage,
      Completed completed,
      String pool,
      List<Visited> visits) {}

  /** A pool's part in an answer, by the name of the pool. */
  record Visited(String pool, LiveExchange.Visit visit) {}

  /** For a call. */
  static ReplyWriter of(ApiCall call, String requestId) {
    return switch (call.form()) {
      case CHAT, COMPLETION -> new ChatWriter(call, requestId);
      case RESPONSES -> new ResponsesWriter(call, requestId);
      case EMBEDDINGS -> new EmbeddingsWriter(call);
      case MESSAGES -> new MessagesWriter(call, requestId);
    };
  }

  /**
   * Events of one more piece of text.
   *
   * @param tokens so far
   */
  ByteString said(String text, int tokens);

  /** Events of one more piece of reasoning; may be none. */
  ByteString thought(String text, int tokens);

  /** Events of the call of a tool. */
  ByteString called(ToolUse use);

  /** The last events of a complete reply. */
  ByteString ended(Said said, int tokens);

  /** The last events of one that broke off. */
  ByteString failed(ApiException problem);

  /** The whole reply at once. */
  ObjectNode whole(Said said);
}
