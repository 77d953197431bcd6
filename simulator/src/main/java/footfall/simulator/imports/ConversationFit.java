package footfall.simulator.imports;

import footfall.scenarios.arrivals.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conversations of one class of shoppers: how many turns they have, how long shoppers think
 * between two of them, how much is read and written.
 */
final class ConversationFit {
  /** Share of later turns that repeat the history, above which all are taken to. */
  private static final double HISTORY = 0.8;

  /** Fewer tokens of instructions are as good as none. */
  private static final double LEAST_SYSTEM = 4;

  /** Of all pauses, as many are left where those that may be cut off are left out. */
  private static final double LEAST_KEPT = 0.3;

  private static final double PAUSES_SEEN = 99;

  private final Trace trace;
  private final List<int[]> conversations;
  private final String name;
  private final Figures turns;
  private final Figures thinking;
  private final Figures messages;
  private final Figures replies;
  private final float[] latencies;
  private final int stillOpen;
  private final boolean hasHistory;
  private final boolean thinkingIsKnown;
  private final int system;
  private final double systemMargin;

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
    this.latencies = trace.details().latencySeconds();
    this.thinkingIsKnown = trace.details().pausesAreTold() || latencies.length > 0;
    List<Double> firsts = new ArrayList<>();
    List<Double> later = new ArrayList<>();
    List<Double> written = new ArrayList<>();
    for (int[] requests : conversations) {
      int said = 0;
      for (int i = 0; i < requests.length; i++) {
        int request = requests[i];
        int read = trace.inputTokens(request);
        (i == 0 ? firsts : later).add((double) Math.max(1, hasHistory ? read - said : read));
        written.add((double) trace.outputTokens(request));
        said = read + trace.outputTokens(request);
      }
    }
    double longest = longestPause();
    List<Double> pauses = pausesFollowed(longest);
    ObservedTurns observed = observedTurns(longest);
    this.system = hasHistory ? instructions(firsts, later) : 0;
    this.systemMargin = Math.hypot(Figures.of(firsts).margin(), Figures.of(later).margin());
    List<Double> all = new ArrayList<>(later);
    firsts.forEach(first -> all.add(Math.max(1, first - system)));
    this.turns = Figures.of(observed.lengths());
    this.stillOpen = observed.open();
    this.thinking = Figures.of(pauses);
    this.messages = Figures.of(all);
    this.replies = Figures.of(written);
  }

  /**
   * The first message is longer than the others by what everybody's begins with; by the shortest of
   * both where that agrees with the means.
   */
  private static int instructions(List<Double> firsts, List<Double> later) {
    Figures first = Figures.of(firsts);
    Figures others = Figures.of(later);
    double more = first.mean() - others.mean();
    double margin = first.margin() + others.margin();
    double shortest = first.sorted()[0] - others.sorted()[0];
    if (more <= LEAST_SYSTEM || more <= margin) {
      return 0;
    }
    return (int) Math.round(Math.abs(shortest - more) <= margin ? shortest : more);
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

  /** What passes at most between two requests, but for one in a hundred. */
  private double longestPause() {
    List<Double> all = new ArrayList<>();
    for (int[] requests : conversations) {
      for (int i = 1; i < requests.length; i++) {
        all.add((trace.atNanos(requests[i]) - trace.atNanos(requests[i - 1])) / 1e9);
      }
    }
    return all.isEmpty() ? 0 : Figures.of(all).percentile(PAUSES_SEEN);
  }

  /** Whether what comes after a request would have come before the end of the trace. */
  private boolean isFollowed(int request, double longest) {
    return trace.atNanos(trace.size() - 1) / 1e9 - trace.atNanos(request) / 1e9 >= longest;
  }

  /** Of requests late in the trace only the short pauses are seen, so none of theirs counts. */
  private List<Double> pausesFollowed(double longest) {
    List<Double> all = new ArrayList<>();
    List<Double> followed = new ArrayList<>();
    for (int[] requests : conversations) {
      for (int i = 1; i < requests.length; i++) {
        double pause = pause(requests[i - 1], requests[i]);
        all.add(pause);
        if (isFollowed(requests[i - 1], longest)) {
          followed.add(pause);
        }
      }
    }
    return followed.size() >= LEAST_KEPT * all.size() ? followed : all;
  }

  /**
   * As far as the trace tells up to an instant so long before its end: who says more after it was
   * not over then, and who does not was.
   */
  private ObservedTurns observedTurns(double longest) {
    ObservedTurns observed = new ObservedTurns();
    for (int[] requests : conversations) {
      int said = 0;
      while (said < requests.length && isFollowed(requests[said], longest)) {
        said++;
      }
      if (said > 0) {
        observed.add(said, said == requests.length);
      }
    }
    if (observed.isEmpty()) {
      conversations.forEach(requests -> observed.add(requests.length, true));
    }
    return observed;
  }

  private double pause(int before, int request) {
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

  /** Conversations that may have gone on after the trace. */
  int stillOpen() {
    return stillOpen;
  }

  boolean hasTurns() {
    return turns.percentile(100) > 1;
  }

  /** The class as a scenario would say it. */
  String yaml(double share, boolean isOnly) {
    StringBuilder text = new StringBuilder("  " + Keys.of(name) + ":\n");
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
      all.add(Keys.of(language) + ": {share: " + Figures.plain(shares[i++]) + "}");
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
      table.mean("tokens of instructions", system, system, systemMargin);
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
