package footfall.simulator.planning;

import footfall.reports.analysis.sizing.Purchase;
import footfall.reports.figures.Quantity;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Option;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Slo;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What else could be bought, and why it is not: one worker fewer of each pool, and of every other
 * combination of what is no number of workers the best there is.
 */
final class Options {
  private static final int MOST = 12;

  private final ResolvedSizing problem;
  private final Sizing sizing;
  private final Sizer.Sized sized;
  private final double answer;
  private final Map<Integer, ConfigurationVerdict> rulings = new LinkedHashMap<>();

  /**
   * The options of a sizing.
   *
   * @param answer what the answer comes to, by all of its replications
   */
  Options(ResolvedSizing problem, Sizer.Sized sized, double answer) {
    this.answer = answer;
    this.problem = problem;
    this.sizing = problem.sizing();
    this.sized = sized;
    sized.found().rulings().forEach(each -> rulings.put(each.candidate().index(), each));
  }

  /** The answer first, and then the others, the cheapest first. */
  List<Option> find() {
    Candidate best = sized.best().candidate();
    List<Candidate> others = new ArrayList<>();
    for (int i = 0; i < sizing.decisions().size(); i++) {
      oneFewer(best, i).ifPresent(others::add);
    }
    Map<List<Integer>, List<Candidate>> kinds = new LinkedHashMap<>();
    for (Candidate candidate : sized.screening().all()) {
      kinds
          .computeIfAbsent(candidate.withoutWorkers(sizing), key -> new ArrayList<>())
          .add(candidate);
    }
    kinds.remove(best.withoutWorkers(sizing));
    kinds.values().forEach(kind -> others.add(bestOf(kind)));
    List<Option> options = new ArrayList<>();
    options.add(option(best));
    others.stream()
        .sorted(Comparator.comparingDouble(this::cost))
        .limit(MOST - 1L)
        .forEach(other -> options.add(option(other)));
    return options.stream().map(option -> toldApart(option, options)).toList();
  }

  /** Where others are bought in the same words, with the settings in which they differ. */
  private static Option toldApart(Option option, List<Option> all) {
    List<String> settings = new ArrayList<>();
    List<Option> alike =
        all.stream().filter(other -> other.bought().equals(option.bought())).toList();
    option
        .configuration()
        .forEach(
            (name, label) -> {
              if (alike.stream().anyMatch(o -> !label.equals(o.configuration().get(name)))) {
                settings.add(name.replaceFirst(".*\\.", "") + " " + label);
              }
            });
    return settings.isEmpty()
        ? option
        : new Option(
            option.configuration(),
            option.bought() + ", " + String.join(", ", settings),
            option.objective(),
            option.simulated(),
            option.why());
  }

  /** The same with the next smaller number of workers of one pool, if that is on offer. */
  private Optional<Candidate> oneFewer(Candidate best, int decision) {
    if (sizing.decisions().get(decision).workersOf().isEmpty()) {
      return Optional.empty();
    }
    int present = workers(best, decision);
    return sized.screening().all().stream()
        .filter(candidate -> differsOnlyIn(candidate, best, decision))
        .filter(candidate -> workers(candidate, decision) < present)
        .max(Comparator.comparingInt(candidate -> workers(candidate, decision)));
  }

  private int workers(Candidate candidate, int decision) {
    return Integer.parseInt(
        sizing.decisions().get(decision).choices().get(candidate.chosen()[decision]).label());
  }

  private static boolean differsOnlyIn(Candidate candidate, Candidate best, int decision) {
    for (int i = 0; i < best.chosen().length; i++) {
      if ((candidate.chosen()[i] != best.chosen()[i]) != (i == decision)) {
        return false;
      }
    }
    return true;
  }

  /** What is known to do before what may do, before what is known not to; then the cheapest. */
  private Candidate bestOf(List<Candidate> kind) {
    return kind.stream()
        .min(
            Comparator.comparingInt((Candidate candidate) -> rank(candidate))
                .thenComparing(Candidate.CHEAPER))
        .orElseThrow();
  }

  private int rank(Candidate candidate) {
    ConfigurationVerdict ruling = rulings.get(candidate.index());
    if (ruling != null) {
      return ruling.passes() ? 0 : ruling.verdict() == Verdict.UNDECIDED ? 2 : 3;
    }
    return candidate.forecast().impossible() >= 0 ? 4 : 1;
  }

  private double cost(Candidate candidate) {
    if (candidate.index() == sized.best().candidate().index()) {
      return answer;
    }
    ConfigurationVerdict ruling = rulings.get(candidate.index());
    return ruling == null ? candidate.forecast().objective() : ruling.objective();
  }

  private Option option(Candidate candidate) {
    Purchase purchase = new Purchase(problem.resolve(candidate.chosen(), 1));
    return new Option(
        candidate.labels(sizing),
        purchase.shares().isEmpty() ? purchase.all() : purchase.shares() + ": " + purchase.all(),
        cost(candidate),
        rulings.containsKey(candidate.index()),
        why(candidate));
  }

  private String why(Candidate candidate) {
    ConfigurationVerdict ruling = rulings.get(candidate.index());
    if (candidate.index() == sized.best().candidate().index()) {
      return sized.best().passes() ? "chosen" : "nearest, but does not meet all SLOs";
    }
    if (ruling == null) {
      int slo = candidate.forecast().impossible();
      return slo < 0
          ? cost(candidate) > answer
              ? "costs more, if it meets the SLOs"
              : "fails, as one with more workers fails"
          : "ruled out by arithmetic: " + words(candidate.scenario().slos().get(slo));
    }
    if (ruling.passes()) {
      return "meets all SLOs, but costs more";
    }
    String under = ruling.condition().isEmpty() ? "" : " " + ruling.condition();
    return ruling.slos().stream()
        .filter(slo -> slo.verdict() == ruling.verdict())
        .findFirst()
        .map(slo -> (slo.verdict() == Verdict.FAIL ? "fails: " : "undecided: ") + words(slo))
        .orElse(ruling.verdict() == Verdict.FAIL ? "cannot keep up" : "undecided")
        .concat(under);
  }

  private String words(Slo slo) {
    return slo.figure().words() + " " + slo.op().sign() + " " + slo.stated();
  }

  private static boolean isKept(SloVerdict slo) {
    return slo.metric().equals("cost_per_month")
        && slo.verdict() == Verdict.FAIL
        && slo.actual() <= slo.threshold();
  }

  private String words(SloVerdict slo) {
    String currency = problem.base().scenario().currency();
    if (isKept(slo)) {
      return "a budget does not last for the month";
    }
    return slo.words().replace('_', ' ')
        + " "
        + Quantity.of(slo.unit(), slo.actual(), currency)
        + " against "
        + slo.op()
        + " "
        + Quantity.of(slo.unit(), slo.threshold(), currency);
  }
}
