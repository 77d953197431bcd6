package footfall.simulator.imports;

import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.ArrivalTimes;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.traces.Span;
import footfall.scenarios.traces.TraceFit;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scenario that resembles a trace: when conversations begin, how many turns they have, how long
 * shoppers take between two of them, and how much is read and written. Immutable.
 */
public final class ImportedTrace {
  private static final double NOTABLE = 0.15;
  private static final double CORRELATED = 0.2;
  private static final double NORMAL_975 = 1.959964;
  private static final long HOUR = 3_600_000_000_000L;

  /** A class of fewer conversations is not told from the others. */
  private static final int FEWEST = 30;

  private static final List<String> CLASSES = List.of("class", "cohort", "tenant");
  private static final long[] LONG_WINDOWS = {600, 3_600};

  /** A pool to be replaced. */
  static final String SHOP =
      """

      pools:
        gpu:
          model: library/llama-3.1-8b
          hardware: gpu-h100
          workers: 1

      routing:
        ratio: {gpu: 1}
      """;

  /** An objective to be replaced. */
  static final String SLOS =
      """

      slos:
        - {metric: time_to_first_token, stat: p95, op: <=, threshold: 2s}
      """;

  private final Trace trace;
  private final ArrivalStatistics begun = new ArrivalStatistics();
  private final TraceFit fit;
  private final List<ConversationFit> classes = new ArrayList<>();
  private final @Nullable RecordedPools pools;

  /**
   * Fits a trace.
   *
   * @throws InvalidInputException if its conversations have no rate
   */
  public ImportedTrace(Trace trace) {
    this.trace = trace;
    List<int[]> conversations = ConversationFit.of(trace);
    conversations.forEach(requests -> begun.add(trace.atNanos(requests[0])));
    if (!(begun.ratePerSecond() > 0) || Double.isInfinite(begun.ratePerSecond())) {
      throw InvalidInputException.of(
          trace.name(),
          "holds " + begun.count() + " conversations that begin at one instant",
          "a rate takes two that begin one after the other");
    }
    byClass(conversations).forEach((name, of) -> classes.add(new ConversationFit(name, trace, of)));
    this.pools = RecordedPools.of(trace);
    this.fit = TraceFit.simplest(TraceFit.of(begun));
  }

  /** By the class that a column tells; all together where a class has too few. */
  private Map<String, List<int[]>> byClass(List<int[]> conversations) {
    Map<String, List<int[]>> byClass = new TreeMap<>();
    Trace.Labels labels = trace.details().label(CLASSES).orElse(null);
    for (int[] requests : labels == null ? List.<int[]>of() : conversations) {
      byClass
          .computeIfAbsent(plain(labels.value(requests[0])), n -> new ArrayList<>())
          .add(requests);
    }
    boolean areMany = byClass.values().stream().allMatch(of -> of.size() >= FEWEST);
    return areMany && !byClass.isEmpty() && !byClass.containsKey("")
        ? byClass
        : Map.of("everyone", conversations);
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
  }

  /** The scenario as text. Where nothing is known of its pools they are there to be replaced. */
  public String scenario(String file) {
    StringBuilder text = new StringBuilder();
    text.append("# Made by `footfall import ").append(file).append("`: ").append(sizes());
    text.append(
        "\n# A replay of the same is `arrivals: {trace: {file: "
            + file
            + "}}`. Put in your own "
            + (pools == null ? "pools and objectives.\n" : "objectives.\n"));
    text.append("name: ").append(name(file)).append('\n');
    text.append("replications: 5\n");
    text.append("horizon: ").append(Math.max(60, Math.round(trace.seconds()))).append("s\n");
    text.append("warmUp: none\n\narrivals:\n  ").append(fit.yaml()).append('\n');
    text.append("\nshoppers:\n");
    double[] shares =
        Shares.of(classes.stream().mapToDouble(ConversationFit::conversations).toArray());
    for (int i = 0; i < shares.length; i++) {
      text.append(classes.get(i).yaml(shares[i], shares.length == 1));
    }
    return text + (pools == null ? SHOP : pools.yaml()) + SLOS;
  }

  /** A scenario that follows counts over time; what is said in it is to be replaced, too. */
  public static String ofCounts(String file) {
    return "# Made by `footfall import "
        + file
        + "`. Put in your own shoppers, pools and objectives.\n"
        + "name: "
        + name(file)
        + "\nreplications: 5\n\narrivals:\n  volumes: {file: "
        + file
        + "}\n\nshoppers:\n  everyone:\n    turns: {lognormal: {mean: 4, sd: 2, min: 1, max: 15}}\n"
        + "    messageTokens: 300\n    replyTokens: 120\n    thinking: 40s\n"
        + SHOP
        + SLOS;
  }

  private String sizes() {
    return String.format(
        Locale.ROOT,
        "%,d requests%s in %s.",
        trace.size(),
        trace.hasSessions()
            ? String.format(Locale.ROOT, " of %,d conversations", begun.count())
            : "",
        Span.words(trace.seconds()));
  }

  private static String name(String file) {
    String stem =
        file.replaceAll(".*[/\\\\]", "")
            .replaceAll("\\.(csv|jsonl)(\\.(gz|zst))?$", "")
            .replaceAll("[^A-Za-z0-9._-]", "-")
            .replaceFirst("^[^A-Za-z0-9]+", "");
    return stem.isEmpty() ? "imported" : stem.substring(0, Math.min(64, stem.length()));
  }

  /** What was recorded beside what was fitted, and what the fit cannot say. */
  public void report(PrintWriter out) {
    out.println(sizes());
    trace.notes().forEach(note -> out.println("note: " + note));
    FitTable table = new FitTable(out);
    table.head("arrivals");
    table.mean(
        "conversations /s",
        begun.ratePerSecond(),
        fit.model().expectedUntil(HOUR) / 3_600,
        margin());
    table.row(
        "CV of the gaps",
        begun.coefficientOfVariation(),
        fit.statistics().coefficientOfVariation());
    String[] windows = {"1 s", "10 s", "60 s"};
    for (int i = 0; i < windows.length; i++) {
      table.row("dispersion in " + windows[i], begun.dispersion(i), fit.statistics().dispersion(i));
    }
    reportLongWindows(table);
    for (ConversationFit of : classes) {
      table.head(
          classes.size() == 1
              ? "conversations"
              : String.format(Locale.ROOT, "%s (%,d)", of.name(), of.conversations()));
      of.report(table);
    }
    if (pools != null) {
      pools.report(table);
    }
    out.println();
    limits().forEach(limit -> out.println("Not in the fit: " + limit));
  }

  /** Of the rate, by how much gaps vary. */
  private double margin() {
    double cv = begun.coefficientOfVariation();
    return NORMAL_975
        * begun.ratePerSecond()
        * (begun.count() < FEWEST ? Math.max(1, cv) : cv)
        / Math.sqrt(Math.max(1, begun.count() - 1.0));
  }

  /** In ten minutes and an hour, where the trace has ten of them; the model goes on for as long. */
  private void reportLongWindows(FitTable table) {
    long[] recorded =
        ConversationFit.of(trace).stream().mapToLong(c -> trace.atNanos(c[0])).toArray();
    ArrivalTimes times = fit.model().begin(1, Long.MAX_VALUE);
    long[] fitted = new long[recorded.length];
    Arrays.setAll(fitted, i -> times.nextNanos());
    for (long seconds : LONG_WINDOWS) {
      table.row(
          "dispersion in " + seconds / 60 + " min",
          dispersion(recorded, seconds),
          dispersion(fitted, seconds));
    }
  }

  /** Variance over mean of the counts in full windows; NaN for fewer than ten. */
  private static double dispersion(long[] nanos, long seconds) {
    int windows = (int) ((nanos[nanos.length - 1] - nanos[0]) / 1e9 / seconds);
    if (windows < 10) {
      return Double.NaN;
    }
    double[] counts = new double[windows];
    for (long at : nanos) {
      int window = (int) ((at - nanos[0]) / 1e9 / seconds);
      if (window < windows) {
        counts[window]++;
      }
    }
    double mean = Arrays.stream(counts).average().orElse(Double.NaN);
    double squares = Arrays.stream(counts).map(n -> (n - mean) * (n - mean)).sum();
    return squares / (windows - 1) / mean;
  }

  private List<String> limits() {
    List<String> limits = new ArrayList<>();
    double correlation = correlation();
    if (Math.abs(correlation) > CORRELATED) {
      limits.add(
          String.format(
              Locale.ROOT,
              "longer prompts have %s answers (correlation %.2f); both are drawn alone",
              correlation > 0 ? "longer" : "shorter",
              correlation));
    }
    int open = classes.stream().mapToInt(ConversationFit::stillOpen).sum();
    if (open > 0) {
      limits.add(
          String.format(
              Locale.ROOT,
              "the end of %,d conversations that were still open late in the trace; the number of their"
                  + " turns is estimated (Kaplan-Meier)",
              open));
    }
    Trace.Labels calls = trace.details().labels().get("call");
    if (calls != null && calls.values().size() > 1) {
      limits.add("which requests are calls of one turn: each is taken for a turn");
    }
    if (trace.hasHashes()) {
      limits.add("which prompts begin alike (hash_ids); a replay has it");
    }
    double[] halves = halves();
    if (Math.abs(halves[1] / halves[0] - 1) > NOTABLE) {
      limits.add(
          String.format(
              Locale.ROOT,
              "the rate changes: %.4g/s in the first half, %.4g/s in the second",
              halves[0],
              halves[1]));
    }
    return limits;
  }

  /** Conversations that began in each half of the time, per second. */
  private double[] halves() {
    long middle = trace.atNanos(trace.size() - 1) / 2;
    double first = 0;
    double second = 0;
    for (int[] requests : ConversationFit.of(trace)) {
      if (trace.atNanos(requests[0]) < middle) {
        first++;
      } else {
        second++;
      }
    }
    double seconds = trace.seconds() / 2;
    return new double[] {first / seconds, second / seconds};
  }

  /** Of the logarithms of what is read and written. */
  private double correlation() {
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumYy = 0;
    double sumXy = 0;
    int n = trace.size();
    for (int i = 0; i < n; i++) {
      double x = Math.log1p(trace.inputTokens(i));
      double y = Math.log1p(trace.outputTokens(i));
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumYy += y * y;
      sumXy += x * y;
    }
    double covariance = sumXy / n - sumX / n * (sumY / n);
    double deviations =
        Math.sqrt((sumXx / n - Math.pow(sumX / n, 2)) * (sumYy / n - Math.pow(sumY / n, 2)));
    return deviations == 0 ? 0 : covariance / deviations;
  }
}
