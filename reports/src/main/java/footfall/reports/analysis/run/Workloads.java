package footfall.reports.analysis.run;

import footfall.reports.analysis.samples.Figures;
import footfall.reports.analysis.samples.Intervals;
import footfall.reports.analysis.samples.MonthlyCost;
import footfall.reports.analysis.samples.RevenueLoss;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.ConversationSums;
import footfall.reports.recording.LossCause;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.TokenCounts;
import footfall.reports.results.LostRevenue;
import footfall.reports.results.Results.Business;
import footfall.reports.results.Results.Workload;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.months.Month;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who came, what they said, and what it brought. */
final class Workloads {
  private Workloads() {}

  /** Turns, calls, tokens and outcomes of conversations, means over the replications. */
  public static Workload of(
      Scenario scenario, List<ReplicationRecord> replications, Samples samples) {
    ConversationSums conversations = samples.whole().window().talk();
    Vocabulary words = Vocabulary.of(scenario.shoppers());
    return new Workload(
        arrivalFigures(replications),
        tokens(conversations.inputTokens()),
        tokens(conversations.outputTokens()),
        conversations.cachedTokens() / conversations.inputTokens().count(),
        shares(words.languages(), conversations::inLanguage),
        shares(words.intents(), conversations::withIntent),
        shares(words.reasons(), conversations::forReason),
        scenario.arrivals() instanceof Replay replay ? trace(replay) : null);
  }

  private static Stream<ArrivalStatistics> arrivals(List<ReplicationRecord> replications) {
    return replications.stream()
        .flatMap(record -> record.singles().stream())
        .map(ReplicationRecord.Single::arrivals);
  }

  private static Workload.Arrivals arrivalFigures(List<ReplicationRecord> replications) {
    Map<String, Double> dispersion = new LinkedHashMap<>();
    for (int i = 0; i < ArrivalStatistics.WINDOW_NANOS.length; i++) {
      int window = i;
      dispersion.put(
          ArrivalStatistics.WINDOW_NANOS[i] / 1_000_000_000 + "s",
          mean(replications, arrivals -> arrivals.dispersion(window)));
    }
    return new Workload.Arrivals(
        arrivals(replications).mapToLong(ArrivalStatistics::count).sum(),
        mean(replications, ArrivalStatistics::ratePerSecond),
        mean(replications, ArrivalStatistics::coefficientOfVariation),
        dispersion);
  }

  /** Over the replications that have the figure: in some hardly anybody came. */
  static double mean(
      List<ReplicationRecord> replications, ToDoubleFunction<ArrivalStatistics> figure) {
    return arrivals(replications)
        .mapToDouble(figure)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private static Workload.Tokens tokens(TokenCounts counts) {
    return new Workload.Tokens(
        counts.mean(), counts.percentile(50), counts.percentile(90), counts.percentile(99));
  }

  private static Map<String, Double> shares(List<String> names, IntToLongFunction count) {
    double total = 0;
    for (int i = 0; i < names.size(); i++) {
      total += count.applyAsLong(i);
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      shares.put(names.get(i), total == 0 ? Double.NaN : count.applyAsLong(i) / total);
    }
    return shares;
  }

  private static Workload.TraceFile trace(Replay replay) {
    Trace trace = replay.trace();
    return new Workload.TraceFile(
        trace.name(), trace.sha256(), trace.size(), trace.seconds(), replay.speed());
  }

  /**
   * What the conversations brought.
   *
   * @param lostAfterBudget part of the conversations that are lost once budgets are spent; NaN
   *     where not known
   */
  static Business business(Samples samples, double lostAfterBudget) {
    ConversationSums conversations = samples.whole().window().talk();
    int replications = samples.whole().replications();
    Map<String, double[]> intervals = new LinkedHashMap<>();
    intervals.put("conversionRate", new Intervals(samples).ofPart(Figures::conversionRate));
    intervals.put(
        "revenuePerThousandConversations",
        new Intervals(samples).of(Workloads::revenuePerThousand));
    return new Business(
        (double) conversations.accepted() / replications,
        (double) conversations.purchases() / replications,
        samples.value(Figures::conversionRate),
        conversations.revenue() / replications,
        samples.value(Workloads::revenuePerThousand),
        (double) conversations.returned() / replications,
        lost(samples, lostAfterBudget),
        intervals);
  }

  /** What is not bought because something went wrong; null where nobody buys anything. */
  private static @Nullable LostRevenue lost(Samples samples, double lostAfterBudget) {
    if (!RevenueLoss.isKnown(samples.whole().scenario().shoppers())) {
      return null;
    }
    List<LostRevenue.Cause> causes = new ArrayList<>();
    double margin = 0;
    for (LossCause cause : LossCause.values()) {
      double revenue = samples.value(sample -> RevenueLoss.revenue(sample, cause));
      if (revenue != 0) {
        double ofMargin = samples.value(sample -> RevenueLoss.margin(sample, cause));
        margin += ofMargin;
        causes.add(
            new LostRevenue.Cause(
                cause.key(),
                samples.value(sample -> RevenueLoss.conversations(sample, cause)),
                revenue,
                ofMargin));
      }
    }
    causes.sort(Comparator.comparingDouble(LostRevenue.Cause::revenue).reversed());
    double potential = samples.value(RevenueLoss::potential);
    double revenue = samples.value(RevenueLoss::revenue);
    double times = samples.value(MonthlyCost::times);
    double month = revenue * times;
    double spentAfter = samples.value(MonthlyCost::budgetHours) / Month.HOURS;
    if (spentAfter < 1 && Double.isFinite(lostAfterBudget)) {
      double before =
          revenue - samples.value(sample -> RevenueLoss.revenue(sample, LossCause.BUDGET));
      month = times * (before * spentAfter + potential * lostAfterBudget * (1 - spentAfter));
    }
    return new LostRevenue(
        potential,
        revenue,
        revenue / potential,
        margin,
        month,
        revenue == 0 ? margin * times : margin / revenue * month,
        new Intervals(samples).of(RevenueLoss::revenue),
        causes);
  }

  static double revenuePerThousand(Sample sample) {
    return 1_000
        * sample.window().talk().revenue()
        / sample.window().conversations(ConversationOutcome.COMPLETED);
  }
}
