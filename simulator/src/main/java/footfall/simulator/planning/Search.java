package footfall.simulator.planning;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.reading.WorkloadEstimate;
import footfall.scenarios.shoppers.SlowAnswers;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The second phase: simulation decides between the configurations that theory has left. It begins
 * with the cheapest of which theory expects that it will do, and then simulates whatever might be
 * cheaper than the best so far, the likeliest first. What fails takes with it all that differ from
 * it by fewer workers only.
 */
final class Search {

  /** Objectives that more workers never make worse, where shares are fixed. */
  private static final Set<String> HELPED_BY_WORKERS =
      Set.of(
          "request_latency",
          "time_to_first_token",
          "time_to_first_visible_token",
          "inter_token_latency",
          "time_per_output_token",
          "goodput",
          "queue_wait",
          "turn_latency",
          "abandonment_rate",
          "rejection_rate",
          "failure_rate",
          "completion_rate",
          "request_throughput");

  /** A violation beyond which nothing is tried on the chance that theory errs. */
  private static final double WILD = 4;

  /** Replications that are enough at first, and then for what might still beat the best. */
  private static final int[] ROUNDS = {20, Integer.MAX_VALUE};

  /** Part of the requests that the first round may take. */
  private static final double FIRST_ROUND = 0.6;

  private final Sizing sizing;
  private final SequentialTest jury;
  private final Progress progress;
  private final List<Candidate> survivors;
  private final double requestsEach;
  private final List<Candidate> open = new ArrayList<>();
  private final Map<Integer, ConfigurationVerdict> rulings = new LinkedHashMap<>();
  private final Map<Integer, Integer> order = new HashMap<>();

  /** Choices of which it is not known whether they do, however many workers there are. */
  private final Set<List<Integer>> blocked = new HashSet<>();

  private Candidate best;
  private final double maxRequests;
  private double requests;

  /**
   * What was found.
   *
   * @param rulings on every configuration that was simulated, in order
   * @param best the cheapest that passes, by its own simulation; empty where none does
   * @param undecided those that would be cheaper if they passed, of which it is not known
   * @param dominated how many were left out because one with more workers failed
   * @param dearer how many were left out because they could not be cheaper than the best
   * @param untried how many might be cheaper, but for which there was no room
   */
  record Found(
      List<ConfigurationVerdict> rulings,
      Optional<ConfigurationVerdict> best,
      List<ConfigurationVerdict> undecided,
      int dominated,
      int dearer,
      int untried) {
    boolean isComplete() {
      return untried == 0;
    }
  }

  /**
   * A search.
   *
   * @param maxRequests after which it ends, decided or not
   */
  Search(
      Sizing sizing,
      List<Candidate> survivors,
      SequentialTest jury,
      double maxRequests,
      Progress progress) {
    this.maxRequests = maxRequests;
    this.sizing = sizing;
    this.jury = jury;
    this.progress = progress;
    this.survivors = survivors;
    this.requestsEach =
        survivors.stream()
            .findFirst()
            .map(Candidate::scenario)
            .map(scenario -> WorkloadEstimate.of(scenario).requests() / scenario.replications())
            .orElse(0.0);
  }

  /**
   * Searches: first with few replications, then with more for what they did not decide and what
   * might still be the answer.
   *
   * @param wrongPass with which one that misses an objective may be chosen
   * @param wrongFail with which the cheapest may be missed
   */
  Found run(double wrongPass, double wrongFail) {
    open.addAll(survivors);
    for (int enough : ROUNDS) {
      blocked.clear();
      search(wrongPass, wrongFail, enough);
      open.addAll(undecided().stream().map(ConfigurationVerdict::candidate).toList());
    }
    open.removeAll(undecided().stream().map(ConfigurationVerdict::candidate).toList());
    return found();
  }

  private void search(double wrongPass, double wrongFail, int enough) {
    double trust = 1;
    while (requests < (enough < Integer.MAX_VALUE ? FIRST_ROUND : 1) * maxRequests) {
      Optional<Candidate> next = next(trust);
      if (next.isEmpty()) {
        break;
      }
      Candidate candidate = next.get();
      open.remove(candidate);
      int number = order.computeIfAbsent(candidate.index(), key -> order.size());
      ConfigurationVerdict configuration =
          jury.rule(candidate, share(wrongPass, number), share(wrongFail, number), enough);
      requests += configuration.replications() * requestsEach;
      rulings.put(candidate.index(), configuration);
      if (configuration.passes() && (best == null || isBetter(candidate))) {
        best = candidate;
      } else if (configuration.verdict() == Verdict.FAIL) {
        exclude(configuration);
      } else if (configuration.verdict() == Verdict.UNDECIDED
          && !isUpToWorkers(configuration, Verdict.UNDECIDED)) {
        blocked.add(candidate.withoutWorkers(sizing));
      }
      if (best == null) {
        trust /= 2;
      }
    }
  }

  /** Among what passes, by its own simulation where arithmetic is not certain. */
  private boolean isBetter(Candidate candidate) {
    return candidate.forecast().isCertain() && best.forecast().isCertain()
        ? Candidate.CHEAPER.compare(candidate, best) < 0
        : rulings.get(candidate.index()).objective() < rulings.get(best.index()).objective();
  }

  /** Those of which nothing is known that would be chosen if they passed. */
  private List<ConfigurationVerdict> undecided() {
    return rulings.values().stream()
        .filter(r -> r.verdict() == Verdict.UNDECIDED)
        .filter(r -> best == null || wouldBeat(r))
        .toList();
  }

  /** Shares of an error, less and less of it, that add up to it however many are taken. */
  static double share(double error, int number) {
    int start = 32;
    return error * start / ((number + start) * (number + start + 1.0));
  }

  private Optional<Candidate> next(double trust) {
    List<Candidate> contenders =
        open.stream()
            .filter(c -> best == null || mightBeat(c))
            .filter(c -> !blocked.contains(c.withoutWorkers(sizing)))
            .toList();
    progress.at(1 - (double) contenders.size() / survivors.size());
    double limit = best == null ? trust : Math.sqrt(passed() * Math.max(passed(), failed()));
    Optional<Candidate> cheapest =
        contenders.stream().filter(c -> c.forecast().violation() <= limit).min(Candidate.CHEAPER);
    Comparator<Candidate> likeliest =
        Comparator.comparingDouble((Candidate c) -> c.forecast().violation())
            .thenComparing(Candidate.CHEAPER);
    return cheapest.isPresent() ? cheapest : contenders.stream().min(likeliest);
  }

  /** The greatest violation that theory expected of anything that passes. */
  private double passed() {
    return rulings.values().stream()
        .filter(ConfigurationVerdict::passes)
        .mapToDouble(r -> r.candidate().forecast().violation())
        .max()
        .orElse(0);
  }

  /** The least violation that theory expected of anything that fails for want of workers. */
  private double failed() {
    return rulings.values().stream()
        .filter(r -> r.verdict() == Verdict.FAIL && isUpToWorkers(r, Verdict.FAIL))
        .mapToDouble(r -> r.candidate().forecast().violation())
        .min()
        .orElse(WILD);
  }

  /** The same, now that its own simulation shows what it costs. */
  private boolean wouldBeat(ConfigurationVerdict configuration) {
    double found = rulings.get(best.index()).objective();
    double indifferent = found * (1 + sizing.indifference());
    return Candidate.CHEAPER.compare(configuration.candidate(), best) < 0
        ? configuration.objective() <= indifferent
        : !configuration.candidate().forecast().isCertain() && configuration.objective() < found;
  }

  /** Whether it would be chosen before the best so far, if it passed. */
  private boolean mightBeat(Candidate candidate) {
    return candidate.forecast().isCertain() && best.forecast().isCertain()
        ? Candidate.CHEAPER.compare(candidate, best) < 0
        : candidate.forecast().leastObjective() < rulings.get(best.index()).objective();
  }

  /**
   * Nothing that has fewer workers only can do what this one could not; and where it was nothing
   * that workers help, no number of them can.
   */
  private void exclude(ConfigurationVerdict failed) {
    Candidate candidate = failed.candidate();
    boolean cached = candidate.scenario().pools().stream().anyMatch(p -> p.prefixCache() > 0);
    if (!LossBound.sharesAreFixed(candidate.scenario()) || cached) {
      return; // More workers could make it worse: other shares, or fewer hits of the cache.
    }
    if (isUpToWorkers(failed, Verdict.FAIL)) {
      exclude(c -> c.isAtMost(candidate, sizing));
    } else if (failed.slos().stream().anyMatch(slo -> failsQuality(slo, candidate))) {
      exclude(c -> c.withoutWorkers(sizing).equals(candidate.withoutWorkers(sizing)));
    }
  }

  private void exclude(Predicate<Candidate> whose) {
    open.removeIf(whose);
    rulings.replaceAll(
        (index, configuration) ->
            configuration.verdict() == Verdict.UNDECIDED && whose.test(configuration.candidate())
                ? configuration.failing()
                : configuration);
  }

  /** By more than what may be lost can shift it. */
  private static boolean failsQuality(SloVerdict slo, Candidate candidate) {
    return slo.verdict() == Verdict.FAIL
        && FigureName.QUALITY.contains(slo.metric())
        && slo.actual() + LossBound.shift(candidate.scenario(), slo.metric()) < slo.threshold();
  }

  /** Whether more workers may mend what is so judged. */
  private static boolean isUpToWorkers(ConfigurationVerdict configuration, Verdict verdict) {
    boolean speedMatters =
        configuration.candidate().scenario().shoppers().stream()
            .anyMatch(shopper -> !shopper.slowAnswers().equals(SlowAnswers.NEVER_MIND));
    return configuration.slos().stream()
        .filter(slo -> slo.verdict() == verdict)
        .map(SloVerdict::metric)
        .anyMatch(
            metric ->
                HELPED_BY_WORKERS.contains(metric)
                    || (speedMatters && FigureName.QUALITY.contains(metric)));
  }

  private Found found() {
    int dearer = best == null ? 0 : (int) open.stream().filter(c -> !mightBeat(c)).count();
    return new Found(
        List.copyOf(rulings.values()),
        Optional.ofNullable(best).map(b -> rulings.get(b.index())),
        undecided(),
        survivors.size() - rulings.size() - open.size(),
        dearer,
        open.size() - dearer);
  }
}
