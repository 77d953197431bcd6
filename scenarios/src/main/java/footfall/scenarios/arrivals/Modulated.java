package footfall.scenarios.arrivals;

import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.List;

/**
 * A Markov-modulated Poisson process: shoppers come at the rate of the present state, whose stay is
 * exponential; the states follow each other in a circle. The first state is drawn by the part of
 * the time that each takes.
 *
 * <p>Source: Fischer and Meier-Hellstern, "The Markov-modulated Poisson process (MMPP) cookbook",
 * Performance Evaluation 18, 1993.
 *
 * @param states at least two
 * @param shapes by which the rates are multiplied over time; none for constant rates
 */
public record Modulated(List<State> states, List<RateShape> shapes) implements Arrivals.Open {
  /**
   * One state.
   *
   * @param ratePerSecond of arrivals; zero for a pause
   * @param meanStaySeconds of one stay in it
   */
  public record State(double ratePerSecond, double meanStaySeconds) {}

  /** Copies the lists. */
  public Modulated {
    states = List.copyOf(states);
    shapes = List.copyOf(shapes);
  }

  /** Long-run arrivals per second, before shaping. */
  public double ratePerSecond() {
    double arrivals =
        states.stream().mapToDouble(s -> s.ratePerSecond() * s.meanStaySeconds()).sum();
    return arrivals / states.stream().mapToDouble(State::meanStaySeconds).sum();
  }

  @Override
  public boolean isStationary() {
    return shapes.isEmpty();
  }

  @Override
  public Modulated atLoad(double factor) {
    return new Modulated(
        states.stream()
            .map(s -> new State(s.ratePerSecond() * factor, s.meanStaySeconds()))
            .toList(),
        shapes);
  }

  /** The same with one more shape. */
  public Modulated shaped(RateShape shape) {
    List<RateShape> all = new ArrayList<>(shapes);
    all.add(shape);
    return new Modulated(states, all);
  }

  @Override
  public ArrivalTimes begin(long key, long horizonNanos) {
    double endSeconds = OperationalTime.at(shapes, horizonNanos);
    Bursts bursts = new Bursts(states, key, endSeconds * 1e9);
    return shapes.isEmpty() ? bursts : new ShapedArrivals(bursts, shapes, horizonNanos);
  }

  @Override
  public double expectedUntil(long horizonNanos) {
    return ratePerSecond() * OperationalTime.at(shapes, horizonNanos);
  }

  private static final class Bursts implements ArrivalTimes {
    private final List<State> states;
    private final long key;
    private final double endNanos;
    private final RandomStream random = new RandomStream();
    private long arrived;
    private long stays;
    private int state;
    private long lastNanos;
    private long stayEndsNanos;

    Bursts(List<State> states, long key, double endNanos) {
      this.endNanos = endNanos;
      this.states = states;
      this.key = key;
      state = firstState();
      stayEndsNanos = stayNanos();
    }

    private int firstState() {
      double total = states.stream().mapToDouble(State::meanStaySeconds).sum();
      double left = random.at(Streams.draw(key, Purpose.PHASE, stays++)).nextDouble() * total;
      int first = 0;
      while (first < states.size() - 1 && left >= states.get(first).meanStaySeconds()) {
        left -= states.get(first).meanStaySeconds();
        first++;
      }
      return first;
    }

    private long stayNanos() {
      return new Exponential(states.get(state).meanStaySeconds())
          .sampleNanos(random.at(Streams.draw(key, Purpose.PHASE, stays++)));
    }

    @Override
    public long nextNanos() {
      long stream = Streams.draw(key, Purpose.ARRIVAL, arrived++);
      // An exponential gap that a change of state cuts off can be drawn anew: it has no memory.
      for (long draw = 0; lastNanos <= endNanos; draw++) {
        double rate = states.get(state).ratePerSecond();
        if (rate > 0) {
          random.at(Streams.draw(stream, Purpose.ARRIVAL, draw));
          long nextNanos = lastNanos + new Exponential(1 / rate).sampleNanos(random);
          if (nextNanos <= stayEndsNanos) {
            lastNanos = nextNanos;
            return nextNanos;
          }
        }
        lastNanos = stayEndsNanos;
        state = (state + 1) % states.size();
        stayEndsNanos += stayNanos();
      }
      return NEVER;
    }
  }
}
