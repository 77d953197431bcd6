package footfall.scenarios;

import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.traces.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Warnings about a replayed trace: how it was read, and what it does not contain. */
public final class TraceWarnings {
  /** A part of the time that does not matter. */
  private static final double NOTABLE = 0.02;

  private TraceWarnings() {}

  /** Each in words; none where nothing is replayed, or all of it as it was recorded. */
  public static List<String> of(Scenario scenario) {
    if (!(scenario.arrivals() instanceof Replay replay)) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    replay.trace().notes().forEach(note -> warnings.add("of the trace: " + note));
    span(replay, scenario.horizonSeconds(), warnings);
    if (!replay.sessions()) {
      prefixes(replay.trace(), scenario.pools(), warnings);
    }
    return warnings;
  }

  private static void span(Replay replay, double horizon, List<String> warnings) {
    double span = replay.spanSeconds();
    int size = replay.trace().size();
    if (replay.loop()) {
      return;
    }
    if (horizon < span) {
      int left = size - (int) replay.expectedUntil(Math.round(horizon * 1e9));
      if (left > 0) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "the horizon of %s cuts the trace, which takes %s: %,d of its %,d requests are left"
                    + " out",
                Span.words(horizon),
                Span.words(span),
                left,
                size));
      }
    } else if (horizon > span * (1 + NOTABLE)) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the trace is over after %s: nobody comes in the last %.0f %% of the horizon (loop:"
                  + " true begins it again)",
              Span.words(span),
              100 * (1 - span / horizon)));
    }
  }

  private static String unknown(Trace trace) {
    return "nothing in this trace says which prompts begin alike"
        + (trace.hasSessions() ? " (sessions: true makes conversations of it)" : "");
  }

  private static void prefixes(Trace trace, List<PoolSpec> pools, List<String> warnings) {
    for (PoolSpec pool : pools) {
      if (pool.prefixCache() > 0 && pool.engine().isEmpty()) {
        warnings.add(
            "prefixCache of "
                + pool.name()
                + " does nothing: "
                + (trace.hasHashes()
                    ? "only an engine looks up the hash_ids of the trace"
                    : unknown(trace)));
      } else if (pool.engine().isPresent()
          && pool.engine().get().prefixCaching()
          && !trace.hasHashes()) {
        warnings.add("the prefix cache of " + pool.name() + " finds nothing: " + unknown(trace));
      }
    }
  }
}
