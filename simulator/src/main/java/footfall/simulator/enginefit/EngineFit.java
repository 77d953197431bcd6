package footfall.simulator.enginefit;

import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposer;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.Well19937c;

/**
 * Finds the rates with which an engine answers requests as a real server did: the least sum of
 * relative errors of TTFT, time per output token and end to end latency, of each request and of
 * their means. What the data say little about stays near where it was.
 */
final class EngineFit {
  private static final String[] NAMES = {
    "overhead", "perSequence", "compute", "weightBandwidth", "kvBandwidth", "attentionCompute"
  };

  /** The least time for a sequence that a fit begins with. */
  private static final double SOME_SECONDS = 2e-6;

  private static final long SEED = 20_261_129;
  private static final int POPULATION = 12;
  private static final int EVALUATIONS = 1_500;

  /** Natural logarithms by which figures are varied at first, of each round. */
  private static final double[] SPREADS = {0.3, 0.1};

  /** Natural logarithms between the least and the greatest figure that is tried. */
  private static final double RANGE = Math.log(8);

  /** How much a figure that is e times what was stated costs, in relative errors. */
  private static final double PULL = 0.0003;

  /** A figure that may be off by more than this cannot be told from the data. */
  private static final double UNKNOWN = 0.5;

  /** By so much figures are changed to see what it does. */
  private static final double NUDGE = 0.05;

  /** No measurement is taken to be better than one percent. */
  private static final double LEAST_VARIANCE = 1e-4;

  private static final int MANY = 30;
  private static final double ENOUGH = 1e-10;
  private static final double TOO_ALIKE = 0.9;
  private static final double Z_95 = 1.96;

  private final Engine stated;
  private final double[] start;
  private final List<Evidence> evidence;

  EngineFit(Engine stated, List<Evidence> evidence) {
    this.stated = stated;
    this.evidence = evidence;
    DeviceRates rates = stated.rates();
    this.start =
        Arrays.stream(
                new double[] {
                  rates.overheadSeconds(),
                  Math.max(SOME_SECONDS, rates.secondsPerSequence()),
                  rates.flops(),
                  rates.bytesPerSecond(),
                  rates.kvBytesPerSecond(),
                  rates.attentionFlops()
                })
            .map(Math::log)
            .toArray();
  }

  /**
   * What was found.
   *
   * @param rates six numbers with a communication that was not fitted
   * @param figures each number
   * @param alike pairs of names that the data cannot tell apart
   */
  record Found(DeviceRates rates, List<Figure> figures, List<String> alike) {}

  /**
   * One number.
   *
   * @param low end of its 95 % interval
   * @param known whether the data say anything about it
   */
  record Figure(String name, double value, double low, double high, double stated, boolean known) {}

  Found fit() {
    double[] best = minimum();
    return found(best);
  }

  private double[] minimum() {
    double[] low = Arrays.stream(start).map(x -> x - RANGE).toArray();
    double[] high = Arrays.stream(start).map(x -> x + RANGE).toArray();
    double[] best = start.clone();
    double[] least = {loss(best)};
    for (double spread : SPREADS) {
      search(best, least, spread, low, high);
    }
    return best;
  }

  /** Goes on from the best figures so far. */
  private void search(double[] best, double[] least, double spread, double[] low, double[] high) {
    double[] sigma = new double[start.length];
    Arrays.fill(sigma, spread);
    CMAESOptimizer optimizer =
        new CMAESOptimizer(
            EVALUATIONS,
            0,
            true,
            0,
            0,
            new Well19937c(SEED),
            false,
            (iteration, before, now) ->
                iteration > MANY && Math.abs(before.getValue() - now.getValue()) < ENOUGH);
    try {
      optimizer.optimize(
          new MaxEval(EVALUATIONS),
          new ObjectiveFunction(
              x -> {
                double loss = loss(x);
                if (loss < least[0]) {
                  least[0] = loss;
                  System.arraycopy(x, 0, best, 0, x.length);
                }
                return loss;
              }),
          GoalType.MINIMIZE,
          new CMAESOptimizer.PopulationSize(POPULATION),
          new CMAESOptimizer.Sigma(sigma),
          new InitialGuess(best.clone()),
          new SimpleBounds(low, high));
    } catch (MathIllegalStateException e) {
      return; // All evaluations are used up.
    }
  }

  Engine engine(double[] logarithms) {
    return stated.withRates(rates(logarithms));
  }

  private DeviceRates rates(double[] x) {
    return new DeviceRates(
        Math.exp(x[0]),
        Math.exp(x[1]),
        Math.exp(x[2]),
        Math.exp(x[3]),
        Math.exp(x[4]),
        Math.exp(x[5]),
        stated.rates().communicationSecondsPerToken());
  }

  private double loss(double[] x) {
    Engine engine = engine(x);
    double sum = 0;
    for (Evidence each : evidence) {
      sum += each.loss(engine);
    }
    sum /= evidence.size();
    for (int i = 0; i < x.length; i++) {
      sum += PULL * (x[i] - start[i]) * (x[i] - start[i]);
    }
    return sum;
  }

  /** Linearises the times of all requests around what was found. */
  private Found found(double[] best) {
    double[] at = logTimes(best);
    double[] measured = measured();
    double variance = 0;
    for (int i = 0; i < at.length; i++) {
      double residual = Math.max(-1, Math.min(1, at[i] - measured[i]));
      variance += residual * residual;
    }
    variance = Math.max(LEAST_VARIANCE, variance / Math.max(1, at.length - best.length));
    RealMatrix slopes = new Array2DRowRealMatrix(at.length, best.length);
    for (int j = 0; j < best.length; j++) {
      double[] more = best.clone();
      double[] less = best.clone();
      more[j] += NUDGE;
      less[j] -= NUDGE;
      double[] up = logTimes(more);
      double[] down = logTimes(less);
      for (int i = 0; i < at.length; i++) {
        slopes.setEntry(i, j, (up[i] - down[i]) / (2 * NUDGE));
      }
    }
    RealMatrix information = slopes.transposeMultiply(slopes);
    for (int j = 0; j < best.length; j++) {
      information.addToEntry(j, j, 1e-9 * (1 + information.getEntry(j, j)));
    }
    RealMatrix covariance =
        new QRDecomposer(0).decompose(information).getInverse().scalarMultiply(variance);
    return new Found(rates(best), figures(best, covariance), alike(covariance));
  }

  private List<Figure> figures(double[] best, RealMatrix covariance) {
    List<Figure> figures = new ArrayList<>();
    for (int j = 0; j < best.length; j++) {
      double error = Math.sqrt(Math.max(0, covariance.getEntry(j, j)));
      double margin = Math.min(20, Z_95 * error);
      figures.add(
          new Figure(
              NAMES[j],
              Math.exp(best[j]),
              Math.exp(best[j] - margin),
              Math.exp(best[j] + margin),
              Math.exp(start[j]),
              error < UNKNOWN));
    }
    return figures;
  }

  private static List<String> alike(RealMatrix covariance) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < NAMES.length; i++) {
      for (int j = i + 1; j < NAMES.length; j++) {
        double correlation =
            covariance.getEntry(i, j)
                / Math.sqrt(covariance.getEntry(i, i) * covariance.getEntry(j, j));
        if (Math.abs(correlation) > TOO_ALIKE) {
          pairs.add(NAMES[i] + " and " + NAMES[j]);
        }
      }
    }
    return pairs;
  }

  private double[] logTimes(double[] x) {
    Engine engine = engine(x);
    return evidence.stream().flatMapToDouble(e -> DoubleStream.of(e.times(engine))).toArray();
  }

  private double[] measured() {
    return evidence.stream().flatMapToDouble(e -> DoubleStream.of(e.measured())).toArray();
  }
}
