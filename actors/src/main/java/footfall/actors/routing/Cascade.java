package footfall.actors.routing;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.reports.recording.Confidences;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The first pool answers; where its confidence is low, or no answer came, the next pool is asked.
 * The last pool's answer stands.
 *
 * <p>Confidence goes with satisfaction by a Gaussian copula: with z the normal score of the draw
 * that decides how good the answer is and e another normal score, that of the draw that decides the
 * confidence is {@code r z + sqrt(1 - r^2) e}.
 */
final class Cascade implements FollowingPolicy {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final int[] candidates;
  private final Distribution confidence;
  private final double threshold;
  private final double correlation;
  private final int judge;
  private final Confidences.Counter met = new Confidences.Counter();
  private final RandomStream random = new RandomStream();

  /**
   * A cascade.
   *
   * @param judge index of the pool that is asked how good answers are; {@link #NOWHERE} for none
   */
  Cascade(
      int[] candidates, Distribution confidence, double threshold, double correlation, int judge) {
    this.candidates = candidates.clone();
    this.confidence = confidence;
    this.threshold = threshold;
    this.correlation = correlation;
    this.judge = judge;
  }

  @Override
  public int choose(Request request, Loads loads) {
    return candidates[0];
  }

  @Override
  public int next(RequestOutcome outcome, Loads loads) {
    int at = Chain.placeOf(candidates, outcome.pool());
    boolean stands =
        at == candidates.length - 1
            || outcome instanceof Abandoned
            || Chain.isForNobodyElse(outcome)
            || (outcome instanceof Completed && isGoodEnough(outcome.request()));
    return stands ? NOWHERE : candidates[at + 1];
  }

  private boolean isGoodEnough(Request request) {
    double confidence = confidence(request);
    met.add(confidence);
    return confidence >= threshold;
  }

  @Override
  public Confidences confidences() {
    return met.counted();
  }

  @Override
  public boolean mayReplace(int pool) {
    return Chain.placeOf(candidates, pool) < candidates.length - 1;
  }

  @Override
  public int judge(Completed answer) {
    return mayReplace(answer.pool()) && !Chain.isForNobodyElse(answer) ? judge : NOWHERE;
  }

  @Override
  public int nextOfUnjudged(Completed answer) {
    return candidates[Chain.placeOf(candidates, answer.pool()) + 1];
  }

  /**
   * In the answer of the pool that has had the request last: as measured where a model has really
   * given it, not a number where nothing tells it.
   */
  private double confidence(Request request) {
    Exchange exchange = request.step().exchange();
    if (exchange != null && exchange.isReal()) {
      return exchange.confidence();
    }
    random.at(request.serviceKey(Purpose.CONFIDENCE));
    if (correlation == 0) {
      return confidence.sample(random);
    }
    double error = score(random.nextDouble());
    random.at(SatisfactionModel.qualityKey(request));
    double score = score(random.nextDouble());
    double place =
        NORMAL.cumulativeProbability(
            correlation * score + Math.sqrt(1 - correlation * correlation) * error);
    return confidence.sample(new Fixed(place));
  }

  private static double score(double place) {
    return NORMAL.inverseCumulativeProbability(Math.max(place, Double.MIN_NORMAL));
  }

  /** A stream of one number, for distributions that are drawn by inversion. */
  private record Fixed(double place) implements UniformRandomProvider {
    @Override
    public long nextLong() {
      throw new UnsupportedOperationException("this distribution is not drawn by inversion");
    }

    @Override
    public double nextDouble() {
      return Math.min(place, Math.nextDown(1.0));
    }
  }
}
