package footfall.scenarios.arrivals;

import java.util.List;
import java.util.stream.DoubleStream;

/** What an arrival rate is multiplied by as time goes on. Times are seconds since the start. */
public sealed interface RateShape {

  /** The factor at this time, continuous from the right. */
  double factorAt(double seconds);

  /** The times at which the factor jumps or bends, in ascending order. */
  DoubleStream edges();

  /**
   * Factors that hold for stretches of time.
   *
   * @param stretches in ascending order, without overlap
   * @param elsewhere the factor outside all of them
   */
  record Steps(List<Stretch> stretches, double elsewhere) implements RateShape {
    /** One factor from here to there. */
    public record Stretch(double fromSeconds, double toSeconds, double factor) {}

    /** Copies the list. */
    public Steps {
      stretches = List.copyOf(stretches);
    }

    @Override
    public double factorAt(double seconds) {
      int low = 0;
      int high = stretches.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (stretches.get(middle).toSeconds() <= seconds) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low < stretches.size() && seconds >= stretches.get(low).fromSeconds()
          ? stretches.get(low).factor()
          : elsewhere;
    }

    @Override
    public DoubleStream edges() {
      return stretches.stream()
          .flatMapToDouble(s -> DoubleStream.of(s.fromSeconds(), s.toSeconds()));
    }
  }

  /** One factor before, another after, and a straight line between. */
  record Ramp(double fromSeconds, double toSeconds, double before, double after)
      implements RateShape {
    @Override
    public double factorAt(double seconds) {
      double part = (seconds - fromSeconds) / (toSeconds - fromSeconds);
      return before + (after - before) * Math.min(1, Math.max(0, part));
    }

    @Override
    public DoubleStream edges() {
      return DoubleStream.of(fromSeconds, toSeconds);
    }
  }

  /**
   * The course of a day, repeated every day: a factor for every full hour, straight lines between.
   *
   * @param hourly 24 factors, from midnight on
   * @param startHour hour of the day at which the run begins
   */
  record Diurnal(List<Double> hourly, double startHour) implements RateShape {
    private static final int HOURS = 24;
    private static final double HOUR = 3_600;

    /** Copies the list. */
    public Diurnal {
      hourly = List.copyOf(hourly);
    }

    @Override
    public double factorAt(double seconds) {
      double hour = (seconds / HOUR + startHour) % HOURS;
      int from = (int) hour;
      double part = hour - from;
      return hourly.get(from) * (1 - part) + hourly.get((from + 1) % HOURS) * part;
    }

    @Override
    public DoubleStream edges() {
      return DoubleStream.empty();
    }
  }

  /**
   * A flash sale: {@code 1 + (amplitude - 1) min(1, (t - at)/ramp) exp(-(t - at)/decay)}, and 1
   * before it.
   */
  record FlashSale(double atSeconds, double amplitude, double rampSeconds, double decaySeconds)
      implements RateShape {
    @Override
    public double factorAt(double seconds) {
      double since = seconds - atSeconds;
      if (since < 0) {
        return 1;
      }
      double ramp = Math.min(1, since / rampSeconds);
      return 1 + (amplitude - 1) * ramp * Math.exp(-since / decaySeconds);
    }

    @Override
    public DoubleStream edges() {
      return DoubleStream.of(atSeconds, atSeconds + rampSeconds);
    }
  }
}
