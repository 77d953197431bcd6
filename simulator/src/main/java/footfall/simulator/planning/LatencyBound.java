package footfall.simulator.planning;

import footfall.reports.analysis.sizing.Demand;
import footfall.scenarios.figures.FigureName;
import java.util.Set;

/**
 * Times of requests from what they take alone, request by request, and the wait that theory adds:
 * so percentiles are those of the mixture over all pools.
 */
final class LatencyBound {
  private static final Set<String> OF_REQUESTS =
      Set.of("queue_wait", "request_latency", "time_to_first_token");

  private final Demand demand;

  LatencyBound(Demand demand) {
    this.demand = demand;
  }

  /** Whether it is a time of requests, of which some were seen, and no greatest value. */
  boolean knows(FigureName figure) {
    return OF_REQUESTS.contains(figure.metric())
        && figure.isTime()
        && figure.isOfAll()
        && !figure.stat().equals("max")
        && !demand.answers().isEmpty();
  }

  /** The part of the requests that may exceed a percentile: .05 for p95, .001 for p999. */
  double allowed(FigureName figure) {
    return 1 - part(figure.stat());
  }

  /** .95 for p95, .999 for p999. */
  static double part(String stat) {
    return FigureName.percent(stat) / 100;
  }

  /**
   * The part of the requests that exceed a threshold.
   *
   * @param queues that they wait in; null if no request waits
   */
  double exceeding(FigureName figure, double threshold, PoolQueues.Queue[] queues) {
    double sum = 0;
    for (Demand.Answer answer : demand.answers()) {
      double left = threshold - spentWithoutWaiting(figure, answer, queues);
      sum += queues == null ? (left < 0 ? 1 : 0) : queues[answer.pool()].waiting().exceeding(left);
    }
    return sum / demand.answers().size();
  }

  /** The mean, in the same queues. */
  double mean(FigureName figure, PoolQueues.Queue[] queues) {
    double sum = 0;
    for (Demand.Answer answer : demand.answers()) {
      sum += spentWithoutWaiting(figure, answer, queues);
      sum += queues == null ? 0 : queues[answer.pool()].waiting().mean();
    }
    return sum / demand.answers().size();
  }

  private static double spentWithoutWaiting(
      FigureName figure, Demand.Answer answer, PoolQueues.Queue[] queues) {
    double slowdown = queues == null ? 1 : queues[answer.pool()].slowdown();
    return switch (figure.metric()) {
      case "queue_wait" -> 0;
      case "request_latency" -> answer.latency() + (slowdown - 1) * answer.service();
      default -> answer.firstToken();
    };
  }
}
