package footfall.simulator.imports;

import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.arrivals.Trace.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pools that answered a trace, where it says when: for each the time before the first token,
 * the time of each token after it, and how many requests it served at once.
 */
final class RecordedPools {
  private static final int FEWEST = 30;
  private static final List<String> COLUMNS = List.of("pool", "deployment", "model", "Model");

  private final Trace trace;
  private final Map<String, List<Integer>> requests = new LinkedHashMap<>();

  private RecordedPools(Trace trace) {
    this.trace = trace;
  }

  /** Of a trace; null where it does not say how long its answers took. */
  static @Nullable RecordedPools of(Trace trace) {
    if (trace.details().latencySeconds().length == 0) {
      return null;
    }
    RecordedPools pools = new RecordedPools(trace);
    Labels labels = trace.details().label(COLUMNS).orElse(null);
    for (int i = 0; i < trace.size(); i++) {
      if (trace.details().latencySeconds()[i] > 0) {
        String name = labels == null ? "" : labels.value(i);
        pools
            .requests
            .computeIfAbsent(name.isEmpty() ? "recorded" : plain(name), n -> new ArrayList<>())
            .add(i);
      }
    }
    pools.requests.values().removeIf(of -> of.size() < FEWEST);
    return pools.requests.isEmpty() ? null : pools;
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return plain.isEmpty() ? "recorded" : plain.substring(0, Math.min(64, plain.length()));
  }

  /** The pools and the shares of the requests that they get, as a scenario would say them. */
  String yaml() {
    StringBuilder text = new StringBuilder("\npools:\n");
    requests.forEach(
        (name, of) -> {
          Figures perToken = perToken(of);
          text.append("  ").append(Keys.of(name)).append(":\n");
          text.append("    # The most requests that were in service at once");
          text.append(hasWaits() ? ".\n" : "; what they waited is in the time.\n");
          text.append("    slots: ").append(together(of)).append('\n');
          text.append("    service:\n      time: ").append(time(of).yaml("s", 0)).append('\n');
          if (perToken.count() >= FEWEST && perToken.mean() > 0) {
            text.append("      perOutputToken: ").append(perToken.yaml("s", 0)).append('\n');
          }
        });
    text.append("\nrouting:\n  ratio: {");
    double[] shares = Shares.of(requests.values().stream().mapToDouble(List::size).toArray());
    List<String> ratio = new ArrayList<>();
    int i = 0;
    for (String name : requests.keySet()) {
      ratio.add(Keys.of(name) + ": " + Figures.plain(shares[i++]));
    }
    return text + String.join(", ", ratio) + "}\n";
  }

  private boolean hasWaits() {
    return trace.details().waitSeconds().length > 0;
  }

  /**
   * Seconds from the start of its service to the first token; to the end where no token is told.
   */
  private Figures time(List<Integer> of) {
    float[] first = trace.details().firstTokenSeconds();
    List<Double> times = new ArrayList<>();
    for (int i : of) {
      boolean streams = first.length > 0 && !Float.isNaN(first[i]);
      double until = streams ? first[i] - onePerToken(i) : trace.details().latencySeconds()[i];
      times.add(Math.max(0, until - wait(i)));
    }
    return Figures.of(times);
  }

  private double wait(int i) {
    float[] waits = trace.details().waitSeconds();
    return waits.length > 0 && waits[i] > 0 ? waits[i] : 0;
  }

  /** The first token takes as long as each of the others. */
  private double onePerToken(int i) {
    double rest = trace.details().latencySeconds()[i] - trace.details().firstTokenSeconds()[i];
    return trace.outputTokens(i) > 1 ? rest / (trace.outputTokens(i) - 1) : 0;
  }

  private Figures perToken(List<Integer> of) {
    float[] first = trace.details().firstTokenSeconds();
    List<Double> each = new ArrayList<>();
    for (int i : of) {
      if (first.length > 0 && !Float.isNaN(first[i]) && trace.outputTokens(i) > 1) {
        each.add(Math.max(0, onePerToken(i)));
      }
    }
    return Figures.of(each);
  }

  /** The most that were in service at the same time. */
  private int together(List<Integer> of) {
    double[] begins = of.stream().mapToDouble(i -> trace.atNanos(i) / 1e9 + wait(i)).toArray();
    double[] ends =
        of.stream()
            .mapToDouble(i -> trace.atNanos(i) / 1e9 + trace.details().latencySeconds()[i])
            .toArray();
    Arrays.sort(begins);
    Arrays.sort(ends);
    int most = 1;
    int over = 0;
    for (int i = 0; i < begins.length; i++) {
      while (ends[over] <= begins[i]) {
        over++;
      }
      most = Math.max(most, i + 1 - over);
    }
    return most;
  }

  void report(FitTable table) {
    requests.forEach(
        (name, of) -> {
          table.head("pool " + name);
          table.figures("s to the first token", time(of));
          Figures perToken = perToken(of);
          if (perToken.count() >= FEWEST) {
            table.figures("s for each token", perToken);
          }
        });
  }
}
