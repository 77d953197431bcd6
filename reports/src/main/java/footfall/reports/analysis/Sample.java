package footfall.reports.analysis;

import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.PoolTally;
import footfall.reports.recording.Section;
import footfall.scenarios.PoolSpec;
import footfall.scenarios.Power;
import footfall.scenarios.Prices;
import footfall.scenarios.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A stretch of one replication, or several alike added up, with every figure that can be read off
 * it. A figure for which nothing was observed is NaN.
 *
 * @param section what turns and conversations add up to
 * @param spans the levels of all pools at the start and end of each stretch that was added up
 * @param tickThroughputs turns completed per second in every tick
 */
record Sample(Scenario scenario, Section section, List<Span> spans, double[] tickThroughputs) {

  /** The levels of all pools at both ends of a stretch, and the turns' presence up to there. */
  record Span(PoolLevels[] from, PoolLevels[] to, double[] presenceFrom, double[] presenceTo) {}

  /** Several alike, added up. */
  static Sample sum(List<Sample> parts) {
    Sample first = parts.get(0);
    return new Sample(
        first.scenario,
        Section.sum(parts.stream().map(Sample::section).toList()),
        parts.stream().flatMap(part -> part.spans.stream()).toList(),
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.tickThroughputs)).toArray());
  }

  /** Successive stretches of the same replication, as one. */
  static Sample join(List<Sample> parts) {
    Span first = parts.get(0).spans.get(0);
    Span last = parts.get(parts.size() - 1).spans.get(0);
    return new Sample(
        parts.get(0).scenario,
        Section.sum(parts.stream().map(Sample::section).toList()),
        List.of(new Span(first.from, last.to, first.presenceFrom, last.presenceTo)),
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.tickThroughputs)).toArray());
  }

  /** Observed seconds, over all stretches. */
  double seconds() {
    return spans.stream().mapToDouble(span -> elapsed(span, 0)).sum() / 1e9;
  }

  PoolTally tally(int pool) {
    return section.pool(pool);
  }

  double meanWaiting(int pool) {
    return area(pool, true, false) / (seconds() * 1e9);
  }

  double meanInService(int pool) {
    return area(pool, false, true) / (seconds() * 1e9);
  }

  double meanInSystem(int pool) {
    return area(pool, true, true) / (seconds() * 1e9);
  }

  long maxWaiting(int pool) {
    return spans.stream().mapToLong(span -> span.to()[pool].maxWaiting()).max().orElse(0);
  }

  double utilization(int pool) {
    return meanInService(pool) / spec(pool).servers();
  }

  double throughput(int pool) {
    return tally(pool).completed() / seconds();
  }

  /** Throughput of all pools together. */
  double throughput() {
    return section.completedTurns() / seconds();
  }

  /** The throughput that the given percentage of the ticks does not exceed; NaN without ticks. */
  double throughputPercentile(double percent) {
    double[] sorted = tickThroughputs.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, rank - 1)];
  }

  /** The pool's part of all turns that came; NaN where none did. */
  double share(int pool) {
    double all = IntStream.range(0, scenario.pools().size()).mapToDouble(this::arrivals).sum();
    return all == 0 ? Double.NaN : arrivals(pool) / all;
  }

  /** Arriving load over capacity: above 1 the pool cannot keep up. NaN where nothing was served. */
  double offeredUtilization(int pool) {
    return arrivals(pool) / seconds() * tally(pool).meanServiceSeconds() / spec(pool).servers();
  }

  /** Turns waiting at the end, averaged over the stretches. */
  double backlog(int pool) {
    return spans.stream().mapToLong(span -> span.to()[pool].waiting()).average().orElse(0);
  }

  /** By how much the queue grew over a stretch, on average. */
  double backlogGrowth(int pool) {
    return spans.stream()
        .mapToLong(span -> span.to()[pool].waiting() - span.from()[pool].waiting())
        .average()
        .orElse(0);
  }

  /**
   * How far Little's law is off: {@code |L - lambda W| / L}, where L is the integral that the pool
   * kept and lambda W the times that the turns spent in it, each clipped to the stretch.
   */
  double littleResidual(int pool) {
    double byLevels = area(pool, true, true);
    double byTurns =
        spans.stream().mapToDouble(s -> s.presenceTo()[pool] - s.presenceFrom()[pool]).sum();
    return byLevels == 0 ? Math.abs(byTurns) : Math.abs(byLevels - byTurns) / byLevels;
  }

  /** What the pool cost in this stretch, averaged over the stretches added up. */
  double cost(int pool) {
    Prices prices = spec(pool).prices();
    PoolTally tally = tally(pool);
    double cost =
        prices.perWorkerHour() * spec(pool).workers() * seconds() / 3_600
            + prices.perMillionInputTokens() * tally.inputTokens() / 1e6
            + prices.perMillionOutputTokens() * tally.outputTokens() / 1e6
            + prices.perConversation() * tally.conversationShares();
    return cost / spans.size();
  }

  double cost() {
    return IntStream.range(0, scenario.pools().size()).mapToDouble(this::cost).sum();
  }

  /** Joules at the wall, averaged over the stretches; NaN where the power is not stated. */
  double energyJoules(int pool) {
    if (spec(pool).power().isEmpty()) {
      return Double.NaN;
    }
    Power power = spec(pool).power().get();
    double idle = power.idleWatts() * spec(pool).workers() * seconds();
    double busy =
        (power.busyWatts() - power.idleWatts())
            * area(pool, false, true)
            / 1e9
            / spec(pool).slots();
    return (idle + busy) * power.pue() / spans.size();
  }

  /** Joules of the pools whose power is stated; NaN where that is none. */
  double energyJoules() {
    return sumOfStated(pool -> energyJoules(pool));
  }

  /** Grams of CO2 equivalent of the pools whose power is stated; NaN where that is none. */
  double gramsCarbon() {
    return sumOfStated(
        pool ->
            spec(pool)
                .power()
                .map(power -> energyJoules(pool) / 3.6e6 * power.gramsPerKilowattHour())
                .orElse(Double.NaN));
  }

  /**
   * A quality measure averaged over the answered turns; NaN where a pool that answered any does not
   * state it.
   *
   * @param language of {@code byLanguage}, where the measure is satisfaction by language
   */
  double quality(String measure, boolean language) {
    double sum = 0;
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      var quality = spec(pool).quality();
      Double value = (language ? quality.byLanguage() : quality.byMeasure()).get(measure);
      long completed = tally(pool).completed();
      if (completed > 0) {
        sum += completed * (value == null ? Double.NaN : value);
      }
    }
    return section.completedTurns() == 0 ? Double.NaN : sum / section.completedTurns();
  }

  /** Completed conversations, averaged over the stretches. */
  double completedConversations() {
    return (double) section.conversations(ConversationOutcome.COMPLETED) / spans.size();
  }

  /** The part of the conversations that ended so. */
  double conversationRate(ConversationOutcome outcome) {
    double ended = 0;
    for (ConversationOutcome each : ConversationOutcome.values()) {
      ended += section.conversations(each);
    }
    return section.conversations(outcome) / ended;
  }

  private double arrivals(int pool) {
    double growth =
        spans.stream()
            .mapToLong(span -> span.to()[pool].inSystem() - span.from()[pool].inSystem())
            .sum();
    return tally(pool).left() + tally(pool).rejected() + growth;
  }

  private double area(int pool, boolean waiting, boolean inService) {
    double area = 0;
    for (Span span : spans) {
      PoolLevels from = span.from()[pool];
      PoolLevels to = span.to()[pool];
      area += waiting ? to.waitingArea() - from.waitingArea() : 0;
      area += inService ? to.inServiceArea() - from.inServiceArea() : 0;
    }
    return area;
  }

  private static double elapsed(Span span, int pool) {
    return span.to()[pool].atNanos() - span.from()[pool].atNanos();
  }

  private double sumOfStated(IntToDoubleFunction figure) {
    double[] stated =
        IntStream.range(0, scenario.pools().size())
            .mapToDouble(figure)
            .filter(Double::isFinite)
            .toArray();
    return stated.length == 0 ? Double.NaN : Arrays.stream(stated).sum();
  }

  private PoolSpec spec(int pool) {
    return scenario.pools().get(pool);
  }
}
