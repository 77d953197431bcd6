package footfall.reports.charts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A line chart: curves over one axis that they share, and labelled lines across it. However many
 * points are put in, it keeps few enough for a page, peaks and troughs among them.
 *
 * @param sync charts of the same name share their cursor; empty for none
 * @param xs ascending; every curve has a value for each, NaN where it has none there
 * @param joined whether curves go on over values that are missing, as they do where each has points
 *     of its own; else a missing value is a gap
 */
public record Chart(
    String title,
    Axis x,
    Axis y,
    String sync,
    double[] xs,
    boolean joined,
    List<Curve> curves,
    List<Mark> marks) {
  /** As many stretches keep their highest and lowest points. */
  static final int STRETCHES = 400;

  /** An axis; {@code most} is what it reaches at least, NaN where that does not matter. */
  public record Axis(String label, Unit unit, boolean log, double most) {
    /** A plain axis from zero, or from the least value where it goes across. */
    public static Axis of(String label, Unit unit) {
      return new Axis(label, unit, false, Double.NaN);
    }

    /** A logarithmic axis. */
    public static Axis log(String label, Unit unit) {
      return new Axis(label, unit, true, Double.NaN);
    }
  }

  /** A named curve; stepped where its values are means up to that point. */
  public record Curve(String name, double[] ys, boolean stepped) {}

  /** A labelled line at a value of the one or the other axis. */
  public record Mark(String axis, double at, String label) {}

  /** Puts curves together that each have points of their own. */
  public static final class Builder {
    private final String title;
    private final Axis x;
    private final Axis y;
    private String sync = "";
    private final List<String> names = new ArrayList<>();
    private final List<double[]> xs = new ArrayList<>();
    private final List<double[]> ys = new ArrayList<>();
    private final List<Boolean> stepped = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    /** A chart without curves yet. */
    public Builder(String title, Axis x, Axis y) {
      this.title = title;
      this.x = x;
      this.y = y;
    }

    /** Shares its cursor with the others of that name. */
    public Builder sync(String group) {
      sync = group;
      return this;
    }

    /** Adds a curve, x ascending; one that has no finite value is left out. */
    public Builder curve(String name, double[] at, double[] values, boolean steps) {
      if (Arrays.stream(values).anyMatch(Double::isFinite)) {
        List<Integer> kept = thinned(values);
        names.add(name);
        xs.add(kept.stream().mapToDouble(i -> at[i]).toArray());
        ys.add(kept.stream().mapToDouble(i -> values[i]).toArray());
        stepped.add(steps);
      }
      return this;
    }

    /** Draws a line up through a value of the axis across. */
    public Builder markAcross(double at, String label) {
      marks.add(new Mark("x", at, label));
      return this;
    }

    /** Draws a line across at a value of the axis up. */
    public Builder markUp(double at, String label) {
      marks.add(new Mark("y", at, label));
      return this;
    }

    /** The chart. */
    public Chart build() {
      TreeSet<Double> all = new TreeSet<>();
      xs.forEach(
          of -> {
            for (double value : of) {
              all.add(value);
            }
          });
      double[] shared = all.stream().mapToDouble(Double::doubleValue).toArray();
      List<Curve> curves = new ArrayList<>();
      for (int curve = 0; curve < names.size(); curve++) {
        TreeMap<Double, Double> values = new TreeMap<>();
        for (int i = 0; i < xs.get(curve).length; i++) {
          values.put(xs.get(curve)[i], ys.get(curve)[i]);
        }
        double[] aligned = new double[shared.length];
        for (int i = 0; i < shared.length; i++) {
          aligned[i] = values.getOrDefault(shared[i], Double.NaN);
        }
        curves.add(new Curve(names.get(curve), aligned, stepped.get(curve)));
      }
      boolean joined = xs.stream().anyMatch(of -> !Arrays.equals(of, shared));
      return new Chart(title, x, y, sync, shared, joined, curves, List.copyOf(marks));
    }

    /** First, last, highest and lowest of each stretch, in their order; all where they are few. */
    private static List<Integer> thinned(double[] values) {
      if (values.length <= 2 * STRETCHES) {
        return IntStream.range(0, values.length).boxed().toList();
      }
      TreeSet<Integer> kept = new TreeSet<>(List.of(0, values.length - 1));
      for (int stretch = 0; stretch < STRETCHES; stretch++) {
        int from = (int) ((long) values.length * stretch / STRETCHES);
        int to = (int) ((long) values.length * (stretch + 1) / STRETCHES);
        int highest = from;
        int lowest = from;
        for (int i = from; i < to; i++) {
          highest = values[i] > values[highest] || Double.isNaN(values[highest]) ? i : highest;
          lowest = values[i] < values[lowest] || Double.isNaN(values[lowest]) ? i : lowest;
        }
        kept.add(highest);
        kept.add(lowest);
      }
      return List.copyOf(kept);
    }
  }

  /** Whether there is anything to draw. */
  @JsonIgnore
  public boolean isEmpty() {
    return curves.isEmpty();
  }
}
