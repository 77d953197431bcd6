package footfall.simulator.imports;

import footfall.scenarios.arrivals.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The conversations of one class of shoppers: how many turns they have, how long shoppers think
 * between two of them, how much is read and written.
 */
final class ConversationFit {
  /** Of the turns after the first, so many go on from what was said before them. */
  private static final double HISTORY = 0.8;

  /** Fewer tokens of instructions are as good as none. */
  private static final double LEAST_SYSTEM = 4;

  /** Of all conversations, as many are left where those that may be cut off are left out. */
  private static final double LEAST_KEPT = 0.5;

  private final Trace trace;
  private final List<int[]> conversations;
  private final String name;
  private final Figures turns;
  private final Figures thinking;
  private final Figures messages;
  private final Figures replies;
  private final boolean hasHistory;
  private final boolean thinkingIsKnown;
  private final int system;

  /**
   * Fits conversations.
   *
   * @param conversations the indices of the requests of each, in order; at least one
   */
  ConversationFit(String name, Trace trace, List<int[]> conversations) {
    this.name = name;
    this.trace = trace;
    this.conversations = conversations;
    this.hasHistory = goOnFromBefore();
    float[] latencies = trace.details().latencySeconds();
    this.thinkingIsKnown = trace.details().pausesAreTold() || latencies.length > 0;
    List<Double> lengths = new ArrayList<>();
    List<Double> pauses = new ArrayList<>();
    List<Double> firsts = new ArrayList<>();
    List<Double> later = new ArrayList<>();
    List<Double> written = new ArrayList<>();
    long whole = lastWholeBeginning();
    for (int[] requests : conversations) {
      if (trace.atNanos(requests[0]) <= whole) {
        lengths.add((double) requests.length);
      }
      int said = 0;
      for (int i = 0; i < requests.length; i++) {
        int request = requests[i];
        int read = trace.inputTokens(request);
        (i == 0 ? firsts : later).add((double) Math.max(1, hasHistory ? read - said : read));
        written.add((double) trace.outputTokens(request));
        said = read + trace.outputTokens(request);
        if (i > 0) {
          pauses.add(pause(requests[i - 1], request, latencies));
        }
      }
    }
    this.system = hasHistory ? instructions(firsts, later) : 0;
    List<Double> all = new ArrayList<>(later);
    firsts.forEach(first -> all.add(Math.max(1, first - system)));
    this.turns = Figures.of(lengths);
    this.thinking = Figures.of(pauses);
    this.messages = Figures.of(all);
    this.replies = Figures.of(written);
  }

  /** The first message is longer than the others by what everybody's begins with. */
  private static int instructions(List<Double> firsts, List<Double> later) {
    double more = Figures.of(firsts).mean() - Figures.of(later).mean();
    double margin = Figures.of(firsts).margin() + Figures.of(later).margin();
    return more > LEAST_SYSTEM && more > margin ? (int) Math.round(more) : 0;
  }

  private boolean goOnFromBefore() {
    int after = 0;
    int longer = 0;
    for (int[] requests : conversations) {
      for (int i = 1; i < requests.length; i++) {
        after++;
        int before = requests[i - 1];
        longer +=
            trace.inputTokens(requests[i]) >= trace.inputTokens(before) + trace.outputTokens(before)
                ? 1
                : 0;
      }
    }
    return after > 0 && longer >= HISTORY * after;
  }

  /**
   * When a conversation must have begun at the latest to be over by the end of the trace, as far as
   * the longest ones tell: those that came later are the shorter for being cut off.
   */
  private long lastWholeBeginning() {
    long end = trace.atNanos(trace.size() - 1);
    long longest = 0;
    for (int[] requests : conversations) {
      longest =
          Math.max(
              longest, trace.atNanos(requests[requests.length - 1]) - trace.atNanos(requests[0]));
    }
    long last = end - longest - longest / 4;
    long kept = conversations.stream().filter(c -> trace.atNanos(c[0]) <= last).count();
    return kept >= LEAST_KEPT * conversations.size() ? last : end;
  }

  private double pause(int before, int request, float[] latencies) {
    double gap = (trace.atNanos(request) - trace.atNanos(before)) / 1e9;
    boolean isMeasured =
        !trace.details().pausesAreTold() && latencies.length > 0 && !Float.isNaN(latencies[before]);
    return Math.max(0, isMeasured ? gap - latencies[before] : gap);
  }

  String name() {
    return name;
  }

  int conversations() {
    return conversations.size();
  }

  boolean hasTurns() {
    return turns.percentile(100) > 1;
  }

  /** The class as a scenario would say it. */
  String yaml(double share, boolean isOnly) {
    StringBuilder text = new StringBuilder("  " + name + ":\n");
    if (!isOnly) {
      text.append("    share: ").append(Figures.plain(share)).append('\n');
    }
    if (hasTurns()) {
      text.append("    turns: ").append(turns.yaml("", 1)).append('\n');
      if (!thinkingIsKnown) {
        text.append("    # From request to request, the time of the answer included.\n");
      }
      text.append("    thinking: ").append(thinking.yaml("s", 0)).append('\n');
    }
    text.append("    messageTokens: ").append(messages.yaml("", 1)).append('\n');
    text.append("    replyTokens: ").append(replies.yaml("", 1)).append('\n');
    if (hasHistory) {
      text.append("    context: {history: true")
          .append(system > 0 ? ", system: " + system : "")
          .append("}\n");
    }
    languages()
        .ifPresent(languages -> text.append("    languages: ").append(languages).append('\n'));
    return text.toString();
  }

  /** By the language of the first request of each, where a column tells it. */
  private Optional<String> languages() {
    Trace.Labels labels = trace.details().labels().get("language");
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int[] requests : labels == null ? List.<int[]>of() : conversations) {
      String language = labels.value(requests[0]);
      if (!language.isEmpty()) {
        counts.merge(language, 1, Integer::sum);
      }
    }
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    double[] shares =
        Shares.of(counts.values().stream().mapToDouble(Integer::doubleValue).toArray());
    List<String> all = new ArrayList<>();
    int i = 0;
    for (String language : counts.keySet()) {
      all.add(String.format(Locale.ROOT, "%s: {share: %s}", language, Figures.plain(shares[i++])));
    }
    return Optional.of("{" + String.join(", ", all) + "}");
  }

  /** What was recorded beside what was fitted. */
  void report(FitTable table) {
    if (hasTurns()) {
      table.figures("turns", turns);
      table.figures(thinkingIsKnown ? "s of thinking" : "s between turns", thinking);
    }
    table.figures(hasHistory ? "tokens of a message" : "input tokens", messages);
    table.figures("output tokens", replies);
    if (system > 0) {
      table.row("tokens of instructions", system, system);
    }
  }

  /** The requests of each conversation, by the number that the trace gives it. */
  static List<int[]> of(Trace trace) {
    List<int[]> all = new ArrayList<>();
    if (!trace.hasSessions()) {
      for (int i = 0; i < trace.size(); i++) {
        all.add(new int[] {i});
      }
      return all;
    }
    for (int session = 0; session < trace.sessions(); session++) {
      int[] requests = new int[trace.sessionSize(session)];
      int of = session;
      Arrays.setAll(requests, turn -> trace.request(of, turn));
      all.add(requests);
    }
    return all;
  }
}
