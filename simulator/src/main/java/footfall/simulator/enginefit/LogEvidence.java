package footfall.simulator.enginefit;

import footfall.scenarios.engine.Engine;
import footfall.simulator.enginefit.RequestLog.Answered;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The first requests of a log; all of them are served, so that they meet the load that they met.
 */
record LogEvidence(List<Answered> requests, int first) implements Evidence {
  private static final List<ToDoubleFunction<Answered>> TIMES =
      List.of(Answered::ttft, Answered::tpot, Answered::endToEnd);

  @Override
  public double loss(Engine engine) {
    List<Answered> measured = requests.subList(0, first);
    List<Answered> simulated = EngineReplay.of(engine, requests).subList(0, first);
    double sum = 0;
    for (ToDoubleFunction<Answered> time : TIMES) {
      sum += error(measured, simulated, time);
    }
    return sum;
  }

  /** Relative error of the mean, of quantiles, and, weighing less, of each request. */
  private static double error(
      List<Answered> measured, List<Answered> simulated, ToDoubleFunction<Answered> time) {
    double[] a = measured.stream().mapToDouble(time).toArray();
    double[] b = simulated.stream().mapToDouble(time).toArray();
    double each = 0;
    int counted = 0;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > 0 && b[i] > 0) { // A reply of one token has no time per output token.
        each += Math.min(1, Math.abs(Math.log(b[i] / a[i])));
        counted++;
      }
    }
    if (counted == 0) {
      return 0;
    }
    double error = Math.abs(Math.log(mean(b) / mean(a))) + 0.5 * each / counted;
    Arrays.sort(a);
    Arrays.sort(b);
    for (double part : new double[] {0.5, 0.95}) {
      int at = (int) (part * a.length);
      error += a[at] > 0 && b[at] > 0 ? 0.5 * Math.abs(Math.log(b[at] / a[at])) : 0;
    }
    return error;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  @Override
  public double[] times(Engine engine) {
    return times(EngineReplay.of(engine, requests));
  }

  @Override
  public double[] measured() {
    return times(requests);
  }

  private double[] times(List<Answered> answered) {
    return answered.subList(0, first).stream()
        .flatMapToDouble(
            request ->
                request.output() > 1
                    ? DoubleStream.of(Math.log(request.ttft()), Math.log(request.tpot()))
                    : DoubleStream.of(Math.log(request.ttft())))
        .toArray();
  }

  @Override
  public int size() {
    return first;
  }
}
