package footfall.actors.workers;

import footfall.actors.engine.Content;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.Step.Prefix;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.randomness.Streams;

/** Identifies the tokens of prompts for the prefix cache. Stateless. */
@FunctionalInterface
public interface PromptContent {
  /** Content of the request's prompt and reply. */
  Content of(Request request);

  /** By the hashes of the scenario's trace if it has any, else by conversation. */
  static PromptContent of(Scenario scenario) {
    return scenario.arrivals() instanceof Replay replay && replay.trace().hasHashes()
        ? request -> recorded(replay, request)
        : PromptContent::said;
  }

  /** Calls of a conversation extend each other, until the context limit truncates its start. */
  private static Content said(Request request) {
    Prefix prefix = request.step().prefix();
    if (prefix.chain() == Prefix.ALONE) {
      return Content.of(own(request));
    }
    long own = Streams.entity(request.shopperKey(), prefix.chain());
    return Content.after(request.shopperClass(), prefix.systemTokens(), own);
  }

  /** The trace's hashes of full blocks; the rest is unique to the request. */
  private static Content recorded(Replay replay, Request request) {
    int[] hashes = replay.trace().hashes(replay.request(request.shopper(), request.turn()));
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
