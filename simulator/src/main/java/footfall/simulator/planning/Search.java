package footfall.simulator.planning;

import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The second phase: simulation decides between the configurations that theory has left. It begins
 * with the cheapest of which theory expects that it will do, and then puts on trial whatever might
 * be cheaper than the best so far, the likeliest first. What fails takes with it all that differ
 * from it by fewer workers only.
 */
final class Search {
  private static final int MAX_TRIALS = 1_000;

  /** Objectives that more workers never make worse, where shares are fixed. */
  private static final Set<String> HELPED_BY_WORKERS =
      Set.of(
          "request_latency",
          "time_to_first_token",
          "inter_token_latency",
          "queue_wait",
          "turn_latency",
          "abandonment_rate",
          "rejection_rate",
          "failure_rate",
          "completion_rate",
          "request_throughput");

  private final Sizing sizing;
  private final Jury jury;
  private final Progress progress;
  private final List<Candidate> open;
  private final Map<Integer, Ruling> rulings = new LinkedHashMap<>();
  private int dominated;

  /**
   * What was found.
   *
   * @param rulings on every configuration that was simulated, in order
   * @param best the cheapest that passes, by its own simulation; empty where none does
   * @param undecided those that would be cheaper if they passed, of which it is not known
   * @param dominated how many were left out because one with more workers failed
   * @param dearer how many were left out because they could not be cheaper than the best
   * @param complete false where there were more to try than may be tried
   */
  record Found(
      List<Ruling> rulings,
      Optional<Ruling> best,
      List<Ruling> undecided,
      int dominated,
      int dearer,
      boolean complete) {}

  Search(Sizing sizing, List<Candidate> survivors, Jury jury, Progress progress) {
    this.sizing = sizing;
    this.jury = jury;
    this.progress = progress;
    this.open = new ArrayList<>(survivors);
  }

  /**
   * Searches.
   *
   * @param error with which the cheapest may be missed, or one that misses an objective chosen
   */
  Found run(double error) {
    int survivors = open.size();
    Candidate best = null;
    double trust = 1;
    while (rulings.size() < MAX_TRIALS) {
      Optional<Candidate> next = next(best, trust);
      if (next.isEmpty()) {
        break;
      }
      Ruling ruling = jury.rule(next.get(), share(error, rulings.size()));
      rulings.put(next.get().index(), ruling);
      open.remove(next.get());
      if (ruling.passes()) {
        best = best == null || Candidate.CHEAPER.compare(next.get(), best) < 0 ? next.get() : best;
      } else if (ruling.verdict() == Verdict.FAIL) {
        exclude(ruling);
      }
      if (best == null) {
        trust /= 2;
      }
      progress.at(1 - (double) open.size() / (survivors + 1));
    }
    return found(best, next(best, trust).isEmpty());
  }

  /** Shares of an error, less and less of it, that add up to it however many are taken. */
  static double share(double error, int number) {
    int start = 32;
    return error * start / ((number + start) * (number + start + 1.0));
  }

  private Optional<Candidate> next(Candidate best, double trust) {
    Comparator<Candidate> likeliest =
        Comparator.comparingDouble((Candidate c) -> c.forecast().violation())
            .thenComparing(Candidate.CHEAPER);
    if (best == null) {
      Optional<Candidate> expected =
          open.stream().filter(c -> c.forecast().violation() <= trust).min(Candidate.CHEAPER);
      return expected.isPresent() ? expected : open.stream().min(likeliest);
    }
    double passed =
        rulings.values().stream()
            .filter(Ruling::passes)
            .mapToDouble(r -> r.candidate().forecast().violation())
            .max()
            .orElse(0);
    List<Candidate> contenders = open.stream().filter(c -> mightBeat(c, best)).toList();
    Optional<Candidate> sure =
        contenders.stream().filter(c -> c.forecast().violation() <= passed).min(Candidate.CHEAPER);
    return sure.isPresent() ? sure : contenders.stream().min(likeliest);
  }

  /** Whether it would be chosen before the best so far, if it passed. */
  private boolean mightBeat(Candidate candidate, Candidate best) {
    double found = objective(rulings.get(best.index()));
    double least = candidate.forecast().leastObjective();
    return candidate.forecast().isCertain() && best.forecast().isCertain()
        ? Candidate.CHEAPER.compare(candidate, best) < 0
        : least < found;
  }

  private double objective(Ruling ruling) {
    return ruling.trial().value(sizing.objective().figure());
  }

  /** Nothing that has fewer workers only can do what this one could not. */
  private void exclude(Ruling failed) {
    boolean helped =
        failed.slos().stream()
            .filter(slo -> slo.verdict() == Verdict.FAIL)
            .map(SloVerdict::metric)
            .anyMatch(HELPED_BY_WORKERS::contains);
    if (helped && Forecaster.sharesAreFixed(failed.candidate().scenario())) {
      int before = open.size();
      open.removeIf(c -> c.isAtMost(failed.candidate(), sizing));
      dominated += before - open.size();
    }
  }

  private Found found(Candidate best, boolean complete) {
    List<Ruling> all = List.copyOf(rulings.values());
    List<Ruling> undecided =
        all.stream()
            .filter(r -> r.verdict() == Verdict.UNDECIDED)
            .filter(r -> best == null || mightBeat(r.candidate(), best))
            .toList();
    return new Found(
        all,
        Optional.ofNullable(best).map(b -> rulings.get(b.index())),
        undecided,
        dominated,
        open.size(),
        complete);
  }
}
