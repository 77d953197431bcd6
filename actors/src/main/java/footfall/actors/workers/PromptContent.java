package footfall.actors.workers;

import footfall.actors.engine.Content;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.Step.Prefix;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.randomness.Streams;

/** What the tokens of a prompt are, as far as a prefix cache can tell. Immutable. */
@FunctionalInterface
public interface PromptContent {
  /** The content of the request's prompt, and of the reply after it. */
  Content of(Request request);

  /**
   * What shoppers of the scenario say: what its trace recorded, or what goes on from turn to turn.
   */
  static PromptContent of(Scenario scenario) {
    return scenario.arrivals() instanceof Replay replay && replay.trace().hasHashes()
        ? request -> recorded(replay.trace(), request)
        : PromptContent::said;
  }

  /** A conversation goes on from call to call, until something of its start is cut off. */
  private static Content said(Request request) {
    Prefix prefix = request.step().prefix();
    if (prefix.chain() == Prefix.ALONE) {
      return Content.of(own(request));
    }
    long own = Streams.entity(request.shopperKey(), prefix.chain());
    return Content.after(request.shopperClass(), prefix.systemTokens(), own);
  }

  /** Full blocks of the trace, by their hashes; the rest is the request's own. */
  private static Content recorded(Trace trace, Request request) {
    int[] hashes = trace.hashes((int) request.shopper());
    int full = Math.min(hashes.length, request.inputTokens() / Trace.HASHED_TOKENS);
    long[] keys = new long[full + 1];
    int[] ends = new int[full];
    for (int i = 0; i < full; i++) {
      keys[i] = hashes[i];
      ends[i] = (i + 1) * Trace.HASHED_TOKENS;
    }
    keys[full] = own(request);
    return new Content(keys, ends);
  }

  private static long own(Request request) {
    return Streams.entity(request.shopperKey(), request.drawIndex());
  }
}
