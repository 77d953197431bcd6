package footfall.reports.rendering.svg;

import java.util.ArrayList;
import java.util.List;

/**
 * From values to places on a picture, with a little room at both ends; logarithmic where the values
 * differ by much.
 *
 * @param low the value at the place from
 * @param high the value at the place to
 */
record Scale(double low, double high, double from, double to, boolean log) {
  private static final int TICKS = 5;

  /** From this ratio of the greatest to the least on, an axis is logarithmic. */
  private static final double LOG_FROM = 10;

  /** A scale that has room for all finite values, from one pixel to another. */
  public static Scale of(double[] values, double from, double to) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (!(least <= most)) {
      return new Scale(0, 1, from, to, false);
    }
    boolean log = least > 0 && most / least > LOG_FROM;
    if (log) {
      double room = Math.pow(most / least, 0.05);
      return new Scale(least / room, most * room, from, to, true);
    }
    double room = most > least ? (most - least) * 0.06 : Math.max(1e-9, Math.abs(most) * 0.1);
    double bottom = least >= 0 ? Math.max(0, least - room) : least - room;
    return new Scale(bottom, most + room, from, to, false);
  }

  double at(double value) {
    double part = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return from + part * (to - from);
  }

  /** Round numbers between the ends. */
  double[] ticks() {
    List<Double> ticks = new ArrayList<>();
    if (log) {
      for (int power = (int) Math.floor(Math.log10(low)); Math.pow(10, power) <= high; power++) {
        for (double step : new double[] {1, 2, 5}) {
          addTick(ticks, step * Math.pow(10, power));
        }
      }
    } else {
      double raw = (high - low) / TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(raw)));
      double step = power * (raw / power > 5 ? 10 : raw / power > 2 ? 5 : raw / power > 1 ? 2 : 1);
      for (double tick = Math.ceil(low / step); tick * step <= high; tick++) {
        addTick(ticks, tick * step);
      }
    }
    return ticks.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void addTick(List<Double> ticks, double value) {
    if (value >= low && value <= high) {
      ticks.add(value);
    }
  }
}
