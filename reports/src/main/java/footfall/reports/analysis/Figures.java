package footfall.reports.analysis;

import footfall.reports.recording.Attempt;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.Durations;
import footfall.reports.recording.Metric;
import footfall.reports.recording.Section;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Figures of a sample by the names that service level objectives use. */
final class Figures {
  static final List<String> QUALITY_MEASURES =
      List.of(
          "satisfaction",
          "coherence",
          "tool_selection",
          "flow",
          "ndcg_at_1",
          "ndcg_at_5",
          "recall_at_5",
          "accuracy");

  private static final double HOURS_PER_MONTH = 730;

  private Figures() {}

  /** The figure that the objective is about. */
  static ToDoubleFunction<Sample> of(Scenario scenario, Slo slo) {
    Optional<Metric> metric =
        Arrays.stream(Metric.values()).filter(m -> m.key().equals(slo.metric())).findFirst();
    if (metric.isPresent()) {
      return sample -> statistic(sample.section().durations(metric.get()), slo.stat());
    }
    if (QUALITY_MEASURES.contains(slo.metric())) {
      return sample -> sample.quality(slo.metric(), false);
    }
    return switch (slo.metric()) {
      case "request_throughput" -> Sample::throughput;
      case "abandonment_rate" -> s -> s.conversationRate(ConversationOutcome.ABANDONED);
      case "rejection_rate" -> s -> s.conversationRate(ConversationOutcome.FAILED);
      case "completion_rate" -> s -> s.conversationRate(ConversationOutcome.COMPLETED);
      case "conversion_rate" -> Figures::conversionRate;
      case "failure_rate" -> Figures::failureRate;
      case "throttle_rate" -> s -> s.attempts(Attempt.THROTTLED) / s.attemptsSent();
      case "cost_per_conversation" -> Figures::costPerConversation;
      case "cost_per_thousand_conversations" -> s -> 1_000 * costPerConversation(s);
      case "cost_per_month" -> Figures::costPerMonth;
      case "utilization" -> {
        int pool = scenario.pools().indexOf(scenario.pool(slo.pool().orElseThrow()));
        yield s -> s.utilization(pool);
      }
      default -> throw new IllegalArgumentException(slo.metric());
    };
  }

  static double costPerConversation(Sample sample) {
    return perConversation(sample, Sample::cost);
  }

  static double costPerMonth(Sample sample) {
    return sample.costPerMonth();
  }

  static double costPerSatisfiedShopper(Sample sample) {
    return perSatisfiedShopper(sample, Sample::cost);
  }

  /** A total of a replication, for each conversation that was completed in it. */
  static double perConversation(Sample sample, ToDoubleFunction<Sample> total) {
    double completed = sample.completedConversations();
    return completed == 0 ? Double.NaN : total.applyAsDouble(sample) / completed;
  }

  /** A total of a replication, for a month of 730 hours. */
  static double perMonth(Sample sample, ToDoubleFunction<Sample> total) {
    double hours = sample.seconds() / sample.spans().size() / 3_600;
    return total.applyAsDouble(sample) / hours * HOURS_PER_MONTH;
  }

  /** A total of a replication, for each satisfied shopper: conversations x mean satisfaction. */
  static double perSatisfiedShopper(Sample sample, ToDoubleFunction<Sample> total) {
    return perConversation(sample, total) / sample.quality("satisfaction", false);
  }

  /** The part of the conversations that ended in a purchase. */
  static double conversionRate(Sample sample) {
    double ended = 0;
    for (ConversationOutcome outcome : ConversationOutcome.values()) {
      ended += sample.section().conversations(outcome);
    }
    return sample.section().talk().purchases() / ended;
  }

  /** The part of the requests that failed or were turned away. */
  static double failureRate(Sample sample) {
    Section section = sample.section();
    double lost = section.failedRequests() + section.rejectedRequests();
    return lost / (lost + section.completedRequests() + section.abandonedRequests());
  }

  static double joulesPerRequest(Sample sample) {
    double requests = (double) sample.section().completedRequests() / sample.spans().size();
    return requests == 0 ? Double.NaN : sample.energyJoules() / requests;
  }

  private static double statistic(Durations durations, String stat) {
    return switch (stat) {
      case "mean" -> durations.meanSeconds();
      case "max" -> durations.maxSeconds();
      case "p999" -> durations.percentileSeconds(99.9);
      default -> durations.percentileSeconds(Integer.parseInt(stat.substring(1)));
    };
  }
}
