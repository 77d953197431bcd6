package footfall.scenarios.traces;

import footfall.scenarios.arrivals.Trace;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a trace as they come, a column each; those that no request has take no memory.
 */
final class Requests {
  private int[] inputTokens = new int[1024];
  private int[] outputTokens = new int[1024];
  private int[][] hashes = new int[0][];
  private final SessionNumbers sessionNumbers = new SessionNumbers();
  private int[] sessions = new int[0];
  private final Map<String, Label> labels = new LinkedHashMap<>();
  private Map<String, Trace.Labels> allLabels = Map.of();
  private float[] waits = new float[0];
  private float[] firstTokens = new float[0];
  private float[] latencies = new float[0];
  private float[] services = new float[0];
  private float[] patiences = new float[0];
  private int[] priorities = new int[0];
  private boolean firstTokensAreSeconds;
  private boolean latenciesAreSeconds;
  private int size;

  /** Takes the next request. */
  void add(int input, int output, int @Nullable [] hashIds, Row row) {
    if (size == inputTokens.length) {
      inputTokens = Arrays.copyOf(inputTokens, size * 2);
      outputTokens = Arrays.copyOf(outputTokens, size * 2);
    }
    inputTokens[size] = input;
    outputTokens[size] = output;
    if (hashIds != null) {
      if (size >= hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.max(1_024, size * 2));
      }
      hashes[size] = hashIds;
    }
    for (Map.Entry<String, String> label : row.labels().entrySet()) {
      labels.computeIfAbsent(label.getKey(), name -> new Label()).put(size, label.getValue());
    }
    sessionNumbers.add(row.get(Field.SESSION), row.get(Field.PARENT));
    size++;
  }

  boolean haveHashes() {
    return hashes.length > 0;
  }

  /** How long after the coming of the last request it was begun, in the unit of the times. */
  void beganAfter(double units) {
    waits = with(waits, units);
  }

  void firstTokenAfter(double after, boolean areSeconds) {
    firstTokens = with(firstTokens, after);
    firstTokensAreSeconds = areSeconds;
  }

  void endedAfter(double after, boolean areSeconds) {
    latencies = with(latencies, after);
    latenciesAreSeconds = areSeconds;
  }

  void servedFor(double seconds) {
    services = with(services, seconds);
  }

  void waitsFor(double seconds) {
    patiences = with(patiences, seconds);
  }

  void hasPriority(int priority) {
    if (size > priorities.length) {
      priorities = Arrays.copyOf(priorities, Math.max(1_024, size * 2));
    }
    priorities[size - 1] = priority;
  }

  private float[] with(float[] column, double value) {
    float[] grown = column;
    if (size > column.length) {
      grown = Arrays.copyOf(column, Math.max(1_024, size * 2));
      Arrays.fill(grown, column.length, grown.length, Float.NaN);
    }
    grown[size - 1] = (float) value;
    return grown;
  }

  /** No more will come. */
  void finish(double secondsOfUnit) {
    inputTokens = Arrays.copyOf(inputTokens, size);
    outputTokens = Arrays.copyOf(outputTokens, size);
    hashes = hashes.length == 0 ? hashes : Arrays.copyOf(hashes, size);
    sessions = sessionNumbers.all();
    waits = finished(waits, secondsOfUnit);
    firstTokens = finished(firstTokens, firstTokensAreSeconds ? 1 : secondsOfUnit);
    latencies = finished(latencies, latenciesAreSeconds ? 1 : secondsOfUnit);
    services = finished(services, 1);
    patiences = finished(patiences, 1);
    priorities = priorities.length == 0 ? priorities : Arrays.copyOf(priorities, size);
    allLabels = new LinkedHashMap<>();
    labels.forEach(
        (name, label) -> {
          if (label.tellsApart()) {
            allLabels.put(name, label.all(size));
          }
        });
  }

  private float[] finished(float[] column, double secondsOfUnit) {
    if (column.length == 0) {
      return column;
    }
    float[] seconds = Arrays.copyOf(column, size);
    for (int i = 0; i < size; i++) {
      seconds[i] = i < column.length ? (float) (column[i] * secondsOfUnit) : Float.NaN;
    }
    return seconds;
  }

  /** Puts finished columns in order of their times, which it gives back in order. */
  long[] sort(long[] atNanos) {
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingLong(i -> atNanos[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    inputTokens = sorted(inputTokens, order);
    outputTokens = sorted(outputTokens, order);
    sessions = renumbered(sorted(sessions, order));
    waits = sorted(waits, order);
    firstTokens = sorted(firstTokens, order);
    latencies = sorted(latencies, order);
    services = sorted(services, order);
    patiences = sorted(patiences, order);
    priorities = sorted(priorities, order);
    if (hashes.length > 0) {
      int[][] before = hashes;
      hashes = Arrays.stream(order).mapToObj(i -> before[i]).toArray(int[][]::new);
    }
    allLabels.replaceAll(
        (name, label) -> new Trace.Labels(label.values(), sorted(label.of(), order)));
    return Arrays.stream(order).mapToLong(i -> atNanos[i]).toArray();
  }

  private static int[] sorted(int[] column, int[] order) {
    return column.length == 0 ? column : Arrays.stream(order).map(i -> column[i]).toArray();
  }

  private static float[] sorted(float[] column, int[] order) {
    float[] sorted = new float[column.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = column[order[i]];
    }
    return sorted;
  }

  private static byte[] sorted(byte[] column, int[] order) {
    byte[] sorted = new byte[column.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = column[order[i]];
    }
    return sorted;
  }

  /** In the order in which they begin. */
  private static int[] renumbered(int[] sessions) {
    int[] number = new int[Arrays.stream(sessions).max().orElse(-1) + 1];
    int next = 0;
    for (int i = 0; i < sessions.length; i++) {
      if (number[sessions[i]] == 0) {
        number[sessions[i]] = ++next;
      }
      sessions[i] = number[sessions[i]] - 1;
    }
    return sessions;
  }

  /** What it makes of finished columns. */
  Trace.Details details(boolean pausesAreTold, List<String> notes) {
    return new Trace.Details(
        hashes,
        sessions,
        allLabels,
        waits,
        firstTokens,
        latencies,
        services,
        patiences,
        priorities,
        pausesAreTold,
        notes);
  }

  int[] inputTokens() {
    return inputTokens;
  }

  int[] outputTokens() {
    return outputTokens;
  }
}
