package footfall.reports.calibration;

import footfall.reports.measurement.MeasuredLog.Served;
import java.util.Arrays;
import java.util.List;

/** How many requests one worker had in service, at any time of one run. Immutable. */
final class Concurrency {
  private final double[] instants;

  /** Integral of the number up to each instant. */
  private final double[] areas;

  private final int[] levels;

  Concurrency(List<Served> ofWorker) {
    int n = ofWorker.size();
    double[] starts = ofWorker.stream().mapToDouble(Served::started).sorted().toArray();
    double[] ends = ofWorker.stream().mapToDouble(Served::ended).sorted().toArray();
    instants = new double[2 * n];
    areas = new double[2 * n];
    levels = new int[2 * n];
    int begun = 0;
    int ended = 0;
    for (int i = 0; i < 2 * n; i++) {
      boolean isStart = begun < n && starts[begun] <= ends[ended];
      instants[i] = isStart ? starts[begun++] : ends[ended++];
      levels[i] = begun - ended;
      if (i > 0) {
        areas[i] = areas[i - 1] + levels[i - 1] * (instants[i] - instants[i - 1]);
      }
    }
  }

  /** The mean number from one instant to another; where they are one, the number there. */
  double mean(double from, double to) {
    return to > from ? (areaUntil(to) - areaUntil(from)) / (to - from) : levelAt(from);
  }

  private double areaUntil(double instant) {
    int place = lastBefore(instant);
    return place < 0 ? 0 : areas[place] + levels[place] * (instant - instants[place]);
  }

  private double levelAt(double instant) {
    int place = lastBefore(instant);
    return place < 0 ? 0 : levels[place];
  }

  private int lastBefore(double instant) {
    int place = Arrays.binarySearch(instants, instant);
    return place >= 0 ? place : -place - 2;
  }
}
