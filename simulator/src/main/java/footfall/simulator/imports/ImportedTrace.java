package footfall.simulator.imports;

import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.traces.Span;
import footfall.scenarios.traces.TraceFit;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A scenario that resembles a trace: when conversations begin, how many turns they have, how long
 * shoppers take between two of them, and how much is read and written. Immutable.
 */
public final class ImportedTrace {
  /** Of the turns after the first, so many go on from what was said before them. */
  private static final double HISTORY = 0.8;

  private static final double NOTABLE = 0.15;
  private static final String POOLS =
      """

      pools:
        gpu:
          model: library/llama-3.1-8b
          hardware: gpu-h100
          workers: 1

      routing:
        ratio: {gpu: 1}

      slos:
        - {metric: time_to_first_token, stat: p95, op: <=, threshold: 2s}
      """;
  private static final double CORRELATED = 0.2;

  private final Trace trace;
  private final ArrivalStatistics begun = new ArrivalStatistics();
  private final TraceFit fit;
  private final Figures turns;
  private final Figures gaps;
  private final boolean hasHistory;
  private final Figures input;
  private final Figures output;

  /**
   * Fits a trace.
   *
   * @throws InvalidInputException if its conversations have no rate
   */
  public ImportedTrace(Trace trace) {
    this.trace = trace;
    int[] last = new int[trace.size()];
    int[] length = new int[trace.size()];
    Arrays.fill(last, -1);
    List<Double> between = new ArrayList<>();
    int after = 0;
    int longer = 0;
    for (int i = 0; i < trace.size(); i++) {
      int session = trace.session(i);
      int before = last[session];
      if (before < 0) {
        begun.add(trace.atNanos(i));
      } else {
        after++;
        between.add((trace.atNanos(i) - trace.atNanos(before)) / 1e9);
        longer +=
            trace.inputTokens(i) >= trace.inputTokens(before) + trace.outputTokens(before) ? 1 : 0;
      }
      last[session] = i;
      length[session]++;
    }
    if (!(begun.ratePerSecond() > 0) || Double.isInfinite(begun.ratePerSecond())) {
      throw InvalidInputException.of(
          trace.name(),
          "holds " + begun.count() + " conversations that begin at one instant",
          "a rate takes two that begin one after the other");
    }
    this.hasHistory = after > 0 && longer >= HISTORY * after;
    this.turns = Figures.of(Arrays.stream(length).filter(n -> n > 0).mapToDouble(n -> n).toArray());
    this.gaps = Figures.of(between.stream().mapToDouble(gap -> gap).toArray());
    this.input = Figures.of(messages());
    this.output = Figures.of(each(trace::outputTokens));
    this.fit = TraceFit.simplest(TraceFit.of(begun));
  }

  /** What each request adds to what was said before it. */
  private double[] messages() {
    int[] said = new int[trace.size()];
    double[] messages = new double[trace.size()];
    for (int i = 0; i < messages.length; i++) {
      int session = trace.session(i);
      messages[i] =
          hasHistory
              ? Math.max(1, trace.inputTokens(i) - said[session])
              : Math.max(1, trace.inputTokens(i));
      said[session] = trace.inputTokens(i) + trace.outputTokens(i);
    }
    return messages;
  }

  private double[] each(java.util.function.IntUnaryOperator figure) {
    double[] all = new double[trace.size()];
    Arrays.setAll(all, figure::applyAsInt);
    return all;
  }

  /** The scenario as text. Its pools are there to be replaced. */
  public String scenario(String file) {
    StringBuilder text = new StringBuilder();
    text.append("# Made by `footfall import ").append(file).append("`: ").append(sizes());
    text.append(
        "\n# A replay of the same is `arrivals: {trace: {file: "
            + file
            + "}}`. Put in your own pools and objectives.\n");
    text.append("name: ").append(name(file)).append('\n');
    text.append("replications: 5\n");
    text.append("horizon: ").append(Math.max(60, Math.round(trace.seconds()))).append("s\n");
    text.append("warmUp: none\n\narrivals:\n  ").append(fit.yaml()).append('\n');
    text.append("\nshoppers:\n  everyone:\n");
    if (turns.percentile(100) > 1) {
      text.append("    turns: ").append(turns.yaml("", 1)).append('\n');
      text.append("    # From request to request, the time of the answer included.\n");
      text.append("    thinking: ").append(gaps.yaml("s", 0)).append('\n');
    }
    text.append("    messageTokens: ").append(input.yaml("", 1)).append('\n');
    text.append("    replyTokens: ").append(output.yaml("", 1)).append('\n');
    if (hasHistory) {
      text.append("    context: {history: true}\n");
    }
    return text + POOLS;
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
        + POOLS;
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
    out.printf("%n%-26s %12s %12s%n", "", "recorded", "fitted");
    row(out, "conversations /s", begun.ratePerSecond(), fit.statistics().ratePerSecond());
    row(
        out,
        "CV of the gaps",
        begun.coefficientOfVariation(),
        fit.statistics().coefficientOfVariation());
    String[] windows = {"1 s", "10 s", "60 s"};
    for (int i = 0; i < windows.length; i++) {
      row(out, "dispersion in " + windows[i], begun.dispersion(i), fit.statistics().dispersion(i));
    }
    if (turns.percentile(100) > 1) {
      rows(out, "turns", turns);
      rows(out, "s between turns", gaps);
    }
    rows(out, hasHistory ? "tokens of a message" : "input tokens", input);
    rows(out, "output tokens", output);
    out.println();
    limits().forEach(limit -> out.println("Not in the fit: " + limit));
  }

  private static void rows(PrintWriter out, String name, Figures figures) {
    row(out, name + ", mean", figures.mean(), figures.mean());
    for (int percent : new int[] {50, 90, 99}) {
      row(out, name + ", p" + percent, figures.percentile(percent), figures.fitted(percent));
    }
  }

  private static void row(PrintWriter out, String name, double recorded, double fitted) {
    if (Double.isFinite(recorded) && Double.isFinite(fitted)) {
      boolean isOff = Math.abs(fitted - recorded) > NOTABLE * Math.abs(recorded);
      out.printf(
          Locale.ROOT, "%-26s %12.4g %12.4g%s%n", name, recorded, fitted, isOff ? "  off" : "");
    }
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

  private double[] halves() {
    long middle = trace.atNanos(trace.size() - 1) / 2;
    int first = 0;
    while (first < trace.size() && trace.atNanos(first) < middle) {
      first++;
    }
    double seconds = trace.seconds() / 2;
    return new double[] {first / seconds, (trace.size() - first) / seconds};
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
