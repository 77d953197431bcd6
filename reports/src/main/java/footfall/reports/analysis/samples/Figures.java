package footfall.reports.analysis.samples;

import footfall.queueing.statistics.Durations;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.Metric;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.recording.Window;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Figures of a sample by the names that service level objectives use. */
public final class Figures {
  private Figures() {}

  /** The figure of this name. */
  public static ToDoubleFunction<Sample> of(Scenario scenario, FigureName name) {
    if (name.selection().isPresent()) {
      return new ArrivedFigures(scenario, name)::value;
    }
    if (name.isTime()) {
      Metric metric = metric(name);
      return sample -> statistic(sample.window().durations(metric), name);
    }
    if (name.isQuality()) {
      return sample -> sample.quality(name.metric());
    }
    return switch (name.metric()) {
      case "request_throughput" -> Sample::throughput;
      case "abandonment_rate" -> s -> s.conversationRate(ConversationOutcome.ABANDONED);
      case "rejection_rate" -> s -> s.conversationRate(ConversationOutcome.FAILED);
      case "completion_rate" -> s -> s.conversationRate(ConversationOutcome.COMPLETED);
      case "conversion_rate" -> Figures::conversionRate;
      case "failure_rate" -> Figures::failureRate;
      case "throttle_rate" -> s -> s.attempts(Attempt.THROTTLED) / s.attemptsSent();
      case "cost_per_conversation" -> Figures::costPerConversation;
      case "cost_per_thousand_conversations" -> s -> 1_000 * costPerConversation(s);
      case "cost_per_hour" -> Figures::costPerHour;
      case "cost_per_month" -> MonthlyCost::of;
      case "cost_per_satisfied_shopper" -> Figures::costPerSatisfiedShopper;
      case "energy_per_thousand_conversations",
          "energy_per_request",
          "carbon_per_thousand_conversations" ->
          s -> s.energyCoverage() < 1 ? Double.NaN : ofStatedPower(name).applyAsDouble(s);
      case "utilization" -> {
        int pool = pool(scenario, name);
        yield s -> s.utilization(pool);
      }
      case "share" -> {
        int pool = pool(scenario, name);
        yield s -> s.share(pool);
      }
      default -> throw new IllegalArgumentException(name.toString());
    };
  }

  /**
   * An energy or carbon of the pools that state their power, over all conversations or requests:
   * the least that it can be.
   */
  public static ToDoubleFunction<Sample> ofStatedPower(FigureName energy) {
    return switch (energy.metric()) {
      case "energy_per_request" -> Figures::joulesPerRequest;
      case "carbon_per_thousand_conversations" ->
          s -> 1_000 * perConversation(s, Sample::gramsCarbon);
      default -> s -> 1_000 * perConversation(s, Sample::energyJoules);
    };
  }

  /** The metric of a time. */
  public static Metric metric(FigureName name) {
    return Arrays.stream(Metric.values())
        .filter(m -> m.key().equals(name.metric()))
        .findFirst()
        .orElseThrow();
  }

  private static int pool(Scenario scenario, FigureName name) {
    return scenario.pools().indexOf(scenario.pool(name.pool().orElseThrow()));
  }

  /** Whether it is a part of something, which cannot be more than one. */
  static boolean isPart(FigureName name) {
    return name.isQuality()
        || name.isPartOfRequests()
        || name.metric().endsWith("_rate")
        || name.better() == FigureName.Direction.NEITHER;
  }

  /** Currency units a completed conversation; NaN where none was completed. */
  public static double costPerConversation(Sample sample) {
    return perConversation(sample, Sample::cost);
  }

  /** Currency units in an hour of the measured time. */
  public static double costPerHour(Sample sample) {
    return sample.cost() / (sample.seconds() / sample.replications() / 3_600);
  }

  /** Currency units a satisfied shopper; NaN where satisfaction is not stated. */
  public static double costPerSatisfiedShopper(Sample sample) {
    return perSatisfiedShopper(sample, Sample::cost);
  }

  /**
   * A total of a replication, for each conversation that it served ({@link
   * Sample#conversationsServed()}); NaN where there was none.
   */
  public static double perConversation(Sample sample, ToDoubleFunction<Sample> total) {
    double served = sample.conversationsServed();
    return served > 0 ? total.applyAsDouble(sample) / served : Double.NaN;
  }

  /** A total of a replication, for each satisfied shopper; NaN where there was none. */
  public static double perSatisfiedShopper(Sample sample, ToDoubleFunction<Sample> total) {
    double satisfied = sample.satisfiedShoppers();
    return satisfied > 0 ? total.applyAsDouble(sample) / satisfied : Double.NaN;
  }

  /** The part of the conversations that ended in a purchase. */
  public static double conversionRate(Sample sample) {
    double ended = 0;
    for (ConversationOutcome outcome : ConversationOutcome.values()) {
      ended += sample.window().conversations(outcome);
    }
    return sample.window().talk().purchases() / ended;
  }

  /**
   * The part of the requests that failed or were turned away; those that were refused or cancelled
   * are left out.
   */
  static double failureRate(Sample sample) {
    Window window = sample.window();
    double failed = window.requests(TurnOutcome.FAILED) - window.excused();
    double lost = failed + window.requests(TurnOutcome.REJECTED);
    return lost
        / (lost + window.requests(TurnOutcome.COMPLETED) + window.requests(TurnOutcome.ABANDONED));
  }

  /** Of how many a rate is a part. */
  static double trials(FigureName rate, Sample sample) {
    Window window = sample.window();
    return switch (rate.metric()) {
      case "failure_rate" -> {
        double requests = 0;
        for (TurnOutcome outcome : TurnOutcome.values()) {
          requests += window.requests(outcome);
        }
        yield requests - window.excused();
      }
      case "throttle_rate" -> sample.attemptsSent();
      default -> {
        double ended = 0;
        for (ConversationOutcome outcome : ConversationOutcome.values()) {
          ended += window.conversations(outcome);
        }
        yield ended;
      }
    };
  }

  /** Joules a completed request; NaN where no power is stated or none was completed. */
  public static double joulesPerRequest(Sample sample) {
    double requests =
        (double) sample.window().requests(TurnOutcome.COMPLETED) / sample.replications();
    return requests == 0 ? Double.NaN : sample.energyJoules() / requests;
  }

  /** Whether the statistic of a time is a percentile. */
  static boolean isPercentile(FigureName time) {
    return time.stat().startsWith("p");
  }

  /** Which percentile it is. */
  static double percent(FigureName time) {
    return FigureName.percent(time.stat());
  }

  private static double statistic(Durations durations, FigureName time) {
    return switch (time.stat()) {
      case "mean" -> durations.meanSeconds();
      case "max" -> durations.maxSeconds();
      default -> durations.percentileSeconds(percent(time));
    };
  }
}
