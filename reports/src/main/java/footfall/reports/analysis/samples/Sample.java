package footfall.reports.analysis.samples;

import footfall.reports.recording.Attainment;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.ConversationSums;
import footfall.reports.recording.Opinions;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.PoolTally;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.recording.Window;
import footfall.scenarios.Scenario;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quotas;
import footfall.scenarios.pools.Service;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A stretch of one replication, or several alike added up, with every figure that can be read off
 * it. A figure for which nothing was observed is NaN.
 *
 * @param window what requests and conversations add up to
 * @param windows by what is asked of requests, the windows that it is cut into; none in a batch
 * @param spans the levels of all pools at the start and end of each stretch that was added up
 * @param tickThroughputs requests completed per second in every tick
 */
public record Sample(
    Scenario scenario,
    Window window,
    List<List<Attainment>> windows,
    List<Span> spans,
    double[] tickThroughputs) {
  private static final double HOUR_NANOS = 3_600e9;
  private static final double JOULES_PER_KILOWATT_HOUR = 3.6e6;

  /**
   * The levels of all pools at both ends of a stretch, and the requests' presence up to there,
   * summed over replications.
   *
   * @param gramWattNanos by pool, power at the wall times carbon intensity of the grid, times time
   */
  public record Span(
      int replications,
      PoolLevels[] from,
      PoolLevels[] to,
      double[] presenceFrom,
      double[] presenceTo,
      double[] gramWattNanos) {}

  /** Several alike, added up. */
  public static Sample sum(List<Sample> parts) {
    Sample first = parts.get(0);
    return new Sample(
        first.scenario,
        Window.sum(parts.stream().map(Sample::window).toList()),
        parts.stream().map(Sample::windows).reduce(ReplicationRecord::sumOfWindows).orElseThrow(),
        parts.stream().flatMap(part -> part.spans.stream()).toList(),
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.tickThroughputs)).toArray());
  }

  /** Successive stretches of the same replication, as one. */
  public static Sample join(List<Sample> parts) {
    Span first = parts.get(0).spans.get(0);
    Span last = parts.get(parts.size() - 1).spans.get(0);
    return new Sample(
        parts.get(0).scenario,
        Window.sum(parts.stream().map(Sample::window).toList()),
        parts.get(0).windows.stream().map(all -> List.<Attainment>of()).toList(),
        List.of(
            new Span(
                first.replications,
                first.from,
                last.to,
                first.presenceFrom,
                last.presenceTo,
                sumOfCarbon(parts))),
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.tickThroughputs)).toArray());
  }

  private static double[] sumOfCarbon(List<Sample> parts) {
    double[] sum = new double[parts.get(0).scenario.pools().size()];
    for (Sample part : parts) {
      for (Span span : part.spans) {
        Arrays.setAll(sum, pool -> sum[pool] + span.gramWattNanos[pool]);
      }
    }
    return sum;
  }

  /** How many replications were added up. */
  public int replications() {
    return spans.stream().mapToInt(Span::replications).sum();
  }

  /** Observed seconds, over all stretches. */
  public double seconds() {
    return spans.stream().mapToDouble(span -> elapsed(span, 0)).sum() / 1e9;
  }

  /** What was counted of a pool. */
  public PoolTally tally(int pool) {
    return window.pool(pool);
  }

  /** Mean number of waiting requests over the measured time; NaN where nobody told. */
  public double meanWaiting(int pool) {
    return tally(pool).isWaitUnknown()
        ? Double.NaN
        : area(pool, PoolLevels::waitingArea) / (seconds() * 1e9);
  }

  /** Mean number of requests in service over the measured time; NaN where nobody told. */
  public double meanInService(int pool) {
    return tally(pool).isWaitUnknown()
        ? Double.NaN
        : area(pool, PoolLevels::inServiceArea) / (seconds() * 1e9);
  }

  /** Mean number of requests waiting or in service. */
  public double meanInSystem(int pool) {
    return inSystemArea(pool) / (seconds() * 1e9);
  }

  /** The most requests that waited at once. */
  public long maxWaiting(int pool) {
    return spans.stream().mapToLong(span -> span.to()[pool].maxWaiting()).max().orElse(0);
  }

  /**
   * Requests in service over those that workers that were up could serve at the same time; NaN
   * where none was.
   */
  public double utilization(int pool) {
    return spec(pool).engine().isPresent()
        ? engine(pool).utilization()
        : meanInService(pool) / (meanWorkersUp(pool) * together(pool));
  }

  /** What the engines of the pool did; only of a pool that has them. */
  public EngineSample engine(int pool) {
    return new EngineSample(this, pool);
  }

  /** Mean number of workers that could serve. */
  public double meanWorkersUp(int pool) {
    return area(pool, PoolLevels::workersUpArea) / (seconds() * 1e9);
  }

  /** Mean number of workers that were paid for, loading ones included. */
  public double meanWorkersPaid(int pool) {
    return area(pool, PoolLevels::workersPaidArea) / (seconds() * 1e9);
  }

  /** Requests a second that the pool answered. */
  public double throughput(int pool) {
    return tally(pool).completed() / seconds();
  }

  /** Throughput of all pools together. */
  public double throughput() {
    return window.requests(TurnOutcome.COMPLETED) / seconds();
  }

  /** The throughput that the given percentage of the ticks does not exceed; NaN without ticks. */
  public double throughputPercentile(double percent) {
    double[] sorted = tickThroughputs.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, rank - 1)];
  }

  /** The pool's part of all requests that came; NaN where none did. */
  public double share(int pool) {
    double all = IntStream.range(0, scenario.pools().size()).mapToDouble(this::arrivals).sum();
    return all == 0 ? Double.NaN : arrivals(pool) / all;
  }

  /** Arriving load over capacity: above 1 the pool cannot keep up. NaN where nothing was served. */
  public double offeredUtilization(int pool) {
    if (spec(pool).engine().isPresent()) {
      return engine(pool).offeredUtilization(arrivals(pool) / seconds());
    }
    return Math.max(prefillUtilization(pool), slotUtilization(pool));
  }

  /**
   * Where requests read their prompts beside each other, what all prompts take one after another,
   * over the time there is: a device reads no faster for reading several at once.
   */
  public double prefillUtilization(int pool) {
    Service service = spec(pool).service();
    double requests = completions(pool);
    if (service.batching().isEmpty() || requests == 0) {
      return 0;
    }
    double read = (inputTokens(pool) - area(pool, PoolLevels::cachedTokens)) / requests;
    return arrivals(pool) / seconds() * read * service.secondsPerInputToken() / meanWorkersUp(pool);
  }

  /**
   * What comes to an account over what its quotas grant, of requests or of tokens, whichever is
   * more; zero where there is no quota.
   */
  public double quotaUtilization(int pool) {
    if (spec(pool).api().isEmpty() || completions(pool) == 0) {
      return 0;
    }
    Quotas quotas = spec(pool).api().get().quotas();
    double cached = area(pool, PoolLevels::cachedTokens);
    double input = quotas.counted(inputTokens(pool), cached) / completions(pool);
    double output = outputTokens(pool) / completions(pool);
    return arrivals(pool) / seconds() / quotas.requestsPerSecond(input, output);
  }

  private double slotUtilization(int pool) {
    PoolSpec spec = spec(pool);
    double requests = completions(pool);
    if (!spec.speeds().isEmpty() && spec.service().batching().isEmpty() && requests > 0) {
      // Those that have ended are more often the fast workers'.
      double read = (inputTokens(pool) - area(pool, PoolLevels::cachedTokens)) / requests;
      double seconds = spec.service().meanSeconds(read, outputTokens(pool) / requests);
      return arrivals(pool) / seconds() * seconds / (spec.mostSpeed() * together(pool));
    }
    return arrivals(pool)
        / seconds()
        * serviceSecondsAtCapacity(pool)
        / (meanWorkersUp(pool) * together(pool));
  }

  /**
   * Requests that a worker can serve at the same time: its slots, or what its memory holds of the
   * mean size, where that is less.
   */
  public double together(int pool) {
    if (spec(pool).engine().isPresent()) {
      return engine(pool).steady().most();
    }
    int slots = spec(pool).slots();
    double completions = area(pool, PoolLevels::completions);
    if (spec(pool).kvTokens() == PoolSpec.NO_BOUND || completions == 0) {
      return slots;
    }
    double tokens = area(pool, PoolLevels::inputTokens) + area(pool, PoolLevels::outputTokens);
    double inMemory = spec(pool).kvTokens() / Math.max(1, tokens / completions);
    return Math.max(1, Math.min(slots, Math.floor(inMemory)));
  }

  /**
   * What a request takes when every slot is busy: where requests slow each other, that is longer.
   */
  private double serviceSecondsAtCapacity(int pool) {
    Service service = spec(pool).service();
    if (service.batching().isEmpty()) {
      return tally(pool).meanServiceSeconds();
    }
    Batching batching = service.batching().get();
    double requests = area(pool, PoolLevels::completions);
    double read =
        (area(pool, PoolLevels::inputTokens) - area(pool, PoolLevels::cachedTokens)) / requests;
    double written = area(pool, PoolLevels::outputTokens) / requests;
    int together = (int) together(pool);
    int workers = spec(pool).workers();
    return service.meanSeconds(read, 0) * batching.prefillSlowdownEverywhere(together, workers)
        + written * batching.tpotEverywhere(together, workers);
  }

  /** Requests that the pool answered, by its own count. */
  public double completions(int pool) {
    return area(pool, PoolLevels::completions);
  }

  /** Tokens that they were asked with, repeated context included. */
  public double inputTokens(int pool) {
    return area(pool, PoolLevels::inputTokens);
  }

  /** Tokens that they answered with. */
  public double outputTokens(int pool) {
    return area(pool, PoolLevels::outputTokens);
  }

  /** Requests waiting at the end, averaged over the stretches. */
  public double backlog(int pool) {
    double waiting = spans.stream().mapToLong(span -> span.to()[pool].waiting()).sum();
    return waiting / replications();
  }

  /** By how much the queue grew over a stretch, on average. */
  public double backlogGrowth(int pool) {
    double growth =
        spans.stream()
            .mapToLong(span -> span.to()[pool].waiting() - span.from()[pool].waiting())
            .sum();
    return growth / replications();
  }

  /** Requests that came to the pool, averaged over the stretches. */
  public double arrivalsEach(int pool) {
    return arrivals(pool) / replications();
  }

  /**
   * How far Little's law is off: {@code |L - lambda W| / L}, where L is the integral that the pool
   * kept and lambda W the times that the requests spent in it, each clipped to the stretch.
   */
  public double littleResidual(int pool) {
    double byLevels = inSystemArea(pool);
    double byRequests =
        spans.stream().mapToDouble(s -> s.presenceTo()[pool] - s.presenceFrom()[pool]).sum();
    return byLevels == 0 ? Math.abs(byRequests) : Math.abs(byLevels - byRequests) / byLevels;
  }

  /** Seconds in the pool by its levels, for each request that left it; NaN where none did. */
  public double sojournByLevels(int pool) {
    long left = tally(pool).left();
    return left == 0 ? Double.NaN : inSystemArea(pool) / left / 1e9;
  }

  /** What the pool cost in this stretch, averaged over the stretches added up. */
  public double cost(int pool) {
    return workerCost(pool) + tokenCost(pool) + conversationCost(pool) + electricityCost(pool);
  }

  /** The part of its cost that its workers' hours are. */
  public double workerCost(int pool) {
    double workerHours = area(pool, PoolLevels::workersPaidArea) / HOUR_NANOS;
    return spec(pool).prices().perWorkerHour() * workerHours / replications();
  }

  /** The part of its cost that its tokens are. */
  public double tokenCost(int pool) {
    return spec(pool)
            .prices()
            .ofTokens(
                area(pool, PoolLevels::inputTokens),
                area(pool, PoolLevels::cachedTokens),
                area(pool, PoolLevels::outputTokens))
        / replications();
  }

  /** The part of its cost that is paid for each conversation. */
  double conversationCost(int pool) {
    return spec(pool).prices().perConversation()
        * tally(pool).conversationShares()
        / replications();
  }

  /** What electricity costs beyond that of idle workers, whose hours pay for it. */
  public double electricityCost(int pool) {
    double price = spec(pool).power().map(power -> power.site().perKilowattHour()).orElse(0.0);
    return price == 0
        ? 0
        : energyJoules(pool) * (1 - idlePart(pool)) / JOULES_PER_KILOWATT_HOUR * price;
  }

  /** Currency units that all pools cost in the measured time. */
  public double cost() {
    return IntStream.range(0, scenario.pools().size()).mapToDouble(this::cost).sum();
  }

  /** Joules at the wall, averaged over the stretches; NaN where the power is not stated. */
  public double energyJoules(int pool) {
    return PowerDraw.wattNanos(spec(pool), level -> area(pool, level)) / 1e9 / replications();
  }

  /** The part of a pool's energy that it would draw with nothing to do; NaN where not stated. */
  public double idlePart(int pool) {
    return PowerDraw.idleWattNanos(spec(pool), level -> area(pool, level))
        / PowerDraw.wattNanos(spec(pool), level -> area(pool, level));
  }

  /** Joules of the pools whose power is stated; NaN where that is none. */
  public double energyJoules() {
    return sumOfStated(pool -> energyJoules(pool));
  }

  /**
   * The part of the answered requests whose energy is known: those of pools that state their power.
   * NaN where none was answered.
   */
  public double energyCoverage() {
    double covered = 0;
    double all = 0;
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      double answered = tally(pool).completed();
      all += answered;
      covered += spec(pool).power().isPresent() ? answered : 0;
    }
    return covered / all;
  }

  /** Grams of CO2 equivalent; NaN where the power is not stated. */
  public double gramsCarbon(int pool) {
    if (spec(pool).power().isEmpty()) {
      return Double.NaN;
    }
    double grams = 0;
    for (Span span : spans) {
      grams += span.gramWattNanos()[pool];
    }
    return grams / 1e9 / JOULES_PER_KILOWATT_HOUR / replications();
  }

  /** Grams of CO2 equivalent of the pools whose power is stated; NaN where that is none. */
  public double gramsCarbon() {
    return sumOfStated(this::gramsCarbon);
  }

  /** Attempts at a vendor that ended so, in all pools. */
  public double attempts(Attempt attempt) {
    return areaOfAll(levels -> levels.attempts(attempt));
  }

  /** Attempts at a vendor that were begun, in all pools. */
  public double attemptsSent() {
    return areaOfAll(PoolLevels::attemptsSent);
  }

  private double areaOfAll(ToDoubleFunction<PoolLevels> level) {
    return IntStream.range(0, scenario.pools().size()).mapToDouble(p -> area(p, level)).sum();
  }

  /** The mean of a quality measure over the answers; NaN where one of them does not state it. */
  public double quality(String measure) {
    int index = FigureName.QUALITY.indexOf(measure);
    double answers = sumOfPools(opinions -> opinions.answers());
    return answers == 0 ? Double.NaN : sumOfPools(opinions -> opinions.sum(index)) / answers;
  }

  /** The standard deviation of a quality measure over the answers. */
  public double qualityStdev(String measure) {
    int index = FigureName.QUALITY.indexOf(measure);
    double answers = sumOfPools(opinions -> opinions.answers());
    double mean = quality(measure);
    double squares = sumOfPools(opinions -> opinions.sumOfSquares(index)) / answers;
    return Math.sqrt(Math.max(0, squares - mean * mean));
  }

  /** The mean of a quality measure over the answers of one pool; NaN where it is not stated. */
  public double quality(String measure, int pool) {
    Opinions opinions = tally(pool).opinions();
    return opinions.sum(FigureName.QUALITY.indexOf(measure)) / opinions.answers();
  }

  /**
   * Mean satisfaction with the answers in a language. Where no shopper states a language, what the
   * pools state of it, by the requests that each completed.
   */
  public double satisfactionIn(String language) {
    int index = Vocabulary.of(scenario.shoppers()).languages().indexOf(language);
    if (index >= 0) {
      double answers = sumOfPools(opinions -> opinions.answers(index));
      return sumOfPools(opinions -> opinions.sum(Opinions.SATISFACTION, index)) / answers;
    }
    double sum = 0;
    double completed = 0;
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      double answers = tally(pool).opinions().answers();
      if (answers > 0) {
        completed += answers;
        sum +=
            answers
                * spec(pool)
                    .quality()
                    .of("satisfaction", language, null)
                    .map(Distribution::mean)
                    .orElse(Double.NaN);
      }
    }
    return sum / completed;
  }

  /** Mean satisfaction with one pool's answers in a language that shoppers state; else NaN. */
  public double satisfactionIn(String language, int pool) {
    int index = Vocabulary.of(scenario.shoppers()).languages().indexOf(language);
    Opinions opinions = tally(pool).opinions();
    return index < 0
        ? Double.NaN
        : opinions.sum(Opinions.SATISFACTION, index) / opinions.answers(index);
  }

  private double sumOfPools(ToDoubleFunction<Opinions> figure) {
    double sum = 0;
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      Opinions opinions = tally(pool).opinions();
      sum += opinions.answers() == 0 ? 0 : figure.applyAsDouble(opinions);
    }
    return sum;
  }

  /**
   * Satisfied shoppers, averaged over the stretches: the sum of the satisfaction of all completed
   * conversations; the mean of the answers stands for those of which it is not known.
   */
  public double satisfiedShoppers() {
    ConversationSums liveExchange = window.talk();
    double known = (double) liveExchange.judged() / replications();
    double unknown = completedConversations() - known;
    return liveExchange.satisfaction() / replications()
        + (unknown > 0 ? unknown * quality("satisfaction") : 0);
  }

  /** Completed conversations, averaged over the stretches. */
  public double completedConversations() {
    return (double) window.conversations(ConversationOutcome.COMPLETED) / replications();
  }

  /**
   * Completed conversations and the answered part of those that go on, averaged over the stretches;
   * so those that are open at either end count for what they have cost.
   */
  public double conversationsServed() {
    return window.conversationsServed() / replications();
  }

  /**
   * Conversations that ended in any way, and the answered part of those that go on, over all
   * stretches.
   */
  public double conversationsCounted() {
    return window.conversationsServed()
        + window.conversations(ConversationOutcome.ABANDONED)
        + window.conversations(ConversationOutcome.FAILED);
  }

  /** The part of what was served that is of conversations that go on, at either end. */
  public double unfinishedPart() {
    double served = conversationsServed();
    return served > 0 ? Math.abs(served - completedConversations()) / served : 1;
  }

  /** The part of the conversations that ended so. */
  public double conversationRate(ConversationOutcome outcome) {
    double ended = 0;
    for (ConversationOutcome each : ConversationOutcome.values()) {
      ended += window.conversations(each);
    }
    return window.conversations(outcome) / ended;
  }

  private double arrivals(int pool) {
    double growth =
        spans.stream()
            .mapToLong(span -> span.to()[pool].inSystem() - span.from()[pool].inSystem())
            .sum();
    return tally(pool).left() + tally(pool).rejected() + growth;
  }

  private double inSystemArea(int pool) {
    return area(pool, PoolLevels::waitingArea) + area(pool, PoolLevels::inServiceArea);
  }

  /** By how much a level that only grows has grown over all stretches. */
  public double area(int pool, ToDoubleFunction<PoolLevels> level) {
    double area = 0;
    for (Span span : spans) {
      area += level.applyAsDouble(span.to()[pool]) - level.applyAsDouble(span.from()[pool]);
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
