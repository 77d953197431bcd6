package footfall.actors.routing;

import footfall.actors.protocol.Request;

/**
 * The cheapest of the pools that are foreseen to answer in time, the first named where several cost
 * the same; where none is in time, the one that is foreseen to be quickest.
 */
final class PredictedLatency implements RoutingPolicy {
  private final int[] candidates;
  private final double withinSeconds;
  private final Tariff tariff;
  private final Forecast forecast;

  PredictedLatency(int[] candidates, double withinSeconds, Tariff tariff, Forecast forecast) {
    this.candidates = candidates.clone();
    this.withinSeconds = withinSeconds;
    this.tariff = tariff;
    this.forecast = forecast;
  }

  @Override
  public int choose(Request request, Loads loads) {
    int cheapest = NOWHERE;
    int quickest = candidates[0];
    double quickestSeconds = Double.POSITIVE_INFINITY;
    for (int pool : candidates) {
      double seconds = forecast.seconds(pool, request, loads);
      if (seconds < quickestSeconds) {
        quickest = pool;
        quickestSeconds = seconds;
      }
      boolean cheaper =
          cheapest == NOWHERE || tariff.cost(pool, request) < tariff.cost(cheapest, request);
      if (seconds <= withinSeconds && cheaper) {
        cheapest = pool;
      }
    }
    return cheapest == NOWHERE ? quickest : cheapest;
  }

  @Override
  public boolean looksAtLoads() {
    return true;
  }
}
