package footfall.reports.analysis.verdicts;

import footfall.reports.analysis.samples.KeyFigures;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.analysis.samples.Stability;
import footfall.reports.results.Results.ClaimHolds;
import footfall.reports.results.Results.ClaimVerdict;
import footfall.reports.results.Results.KeyFigure;
import footfall.scenarios.Scenario;
import footfall.scenarios.claims.Arithmetic;
import footfall.scenarios.claims.Claim;
import footfall.scenarios.figures.FigureName;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges what is claimed: by arithmetic exactly, by the run on its 95 % interval. A claim fails
 * where either says so, and holds where neither leaves it open, unless it could not have come out
 * otherwise, or came out otherwise when it was measured again.
 */
public final class ClaimJudge {
  private static final MathContext DIGITS = new MathContext(12);

  private final Scenario scenario;
  private final Samples samples;
  private final Arithmetic arithmetic;

  private ClaimJudge(Scenario scenario, Samples samples) {
    this.scenario = scenario;
    this.samples = samples;
    this.arithmetic = new Arithmetic(scenario.facts());
  }

  /** A verdict on every claim of the scenario, in their order. */
  public static List<ClaimVerdict> judge(Scenario scenario, Samples samples) {
    ClaimJudge judge = new ClaimJudge(scenario, samples);
    return scenario.claims().stream().map(judge::judge).toList();
  }

  private ClaimVerdict judge(Claim claim) {
    Optional<BigDecimal> derived = claim.formula().map(arithmetic::evaluate);
    Optional<KeyFigure> run =
        claim.figure().map(figure -> KeyFigures.of(scenario, samples, figure));
    Optional<ClaimHolds> onPaper = derived.map(value -> onPaper(claim, value));
    Optional<ClaimHolds> underLoad = run.map(figure -> underLoad(claim, figure));
    double found =
        derived
            .map(value -> value.round(DIGITS).doubleValue())
            .orElseGet(() -> run.map(KeyFigure::value).orElse(Double.NaN));
    double stated = claim.stated().value().doubleValue();
    Optional<BigDecimal> again = claim.again().map(other -> arithmetic.evaluate(other.formula()));
    ClaimHolds verdict = verdict(onPaper, underLoad);
    boolean differs =
        again.map(value -> onPaper(claim, value) == ClaimHolds.DOES_NOT_HOLD).orElse(false);
    if (verdict == ClaimHolds.HOLDS && differs) {
      verdict = ClaimHolds.DOES_NOT_REPLICATE;
    } else if (verdict == ClaimHolds.HOLDS && claim.byConstruction().isPresent()) {
      verdict = ClaimHolds.BY_CONSTRUCTION;
    }
    return new ClaimVerdict(
        claim.claim(),
        stated,
        claim.stated().text(),
        claim.op().sign(),
        found,
        run.map(KeyFigure::value).orElse(Double.NaN),
        run.map(KeyFigure::ci95).orElse(new double[] {Double.NaN, Double.NaN}),
        verdict,
        stated == 0 ? Double.NaN : found / stated - 1,
        claim.formula().orElse(null),
        claim.figure().map(FigureName::toString).orElse(null),
        because(onPaper, underLoad)
            + claim.byConstruction().map(why -> "; by construction: " + why).orElse("")
            + again.map(value -> "; " + again(claim, value)).orElse(""),
        claim.source(),
        claim.note());
  }

  private static ClaimHolds onPaper(Claim claim, BigDecimal found) {
    BigDecimal stated = claim.stated().value();
    boolean holds =
        switch (claim.op()) {
          case EQUAL ->
              claim.tolerance().isPresent()
                  ? found.subtract(stated).abs().doubleValue() <= claim.leeway()
                  : found.subtract(stated).abs().compareTo(claim.stated().rounding()) <= 0;
          case AT_MOST -> found.compareTo(stated) <= 0;
          case AT_LEAST -> found.compareTo(stated) >= 0;
          case BELOW -> found.compareTo(stated) < 0;
          case ABOVE -> found.compareTo(stated) > 0;
        };
    return holds ? ClaimHolds.HOLDS : ClaimHolds.DOES_NOT_HOLD;
  }

  private ClaimHolds underLoad(Claim claim, KeyFigure figure) {
    double low = figure.ci95()[0];
    double high = figure.ci95()[1];
    if (Double.isNaN(low) || Double.isNaN(figure.value())) {
      return ClaimHolds.CANNOT_BE_DECIDED;
    }
    double stated = claim.stated().value().doubleValue();
    double dust = Math.abs(stated) * SloJudge.DUST;
    double leeway = (claim.op() == Claim.Op.EQUAL ? claim.leeway() : 0) + dust;
    ClaimHolds verdict =
        switch (claim.op()) {
          case EQUAL ->
              decide(
                  low >= stated - leeway && high <= stated + leeway,
                  high < stated - leeway || low > stated + leeway);
          case AT_MOST -> decide(high <= stated + dust, low > stated + dust);
          case BELOW -> decide(high < stated - dust, low >= stated - dust);
          case AT_LEAST -> decide(low >= stated - dust, high < stated - dust);
          case ABOVE -> decide(low > stated + dust, high <= stated + dust);
        };
    FigureName name = claim.figure().orElseThrow();
    if (!name.isTime()) {
      return verdict;
    }
    boolean flattered =
        verdict == ClaimHolds.HOLDS && Stability.isUnstable(scenario, samples.whole());
    return flattered || SloJudge.hasTooFew(name, samples, 0.95)
        ? ClaimHolds.CANNOT_BE_DECIDED
        : verdict;
  }

  private static ClaimHolds decide(boolean holds, boolean fails) {
    return holds
        ? ClaimHolds.HOLDS
        : fails ? ClaimHolds.DOES_NOT_HOLD : ClaimHolds.CANNOT_BE_DECIDED;
  }

  private static ClaimHolds verdict(Optional<ClaimHolds> paper, Optional<ClaimHolds> load) {
    List<ClaimHolds> verdicts = Stream.of(paper, load).flatMap(Optional::stream).toList();
    if (verdicts.contains(ClaimHolds.DOES_NOT_HOLD)) {
      return ClaimHolds.DOES_NOT_HOLD;
    }
    return verdicts.isEmpty() || verdicts.contains(ClaimHolds.CANNOT_BE_DECIDED)
        ? ClaimHolds.CANNOT_BE_DECIDED
        : ClaimHolds.HOLDS;
  }

  private static String because(Optional<ClaimHolds> paper, Optional<ClaimHolds> load) {
    if (paper.isEmpty() && load.isEmpty()) {
      return "nothing is stated from which it follows, and the run does not show it";
    }
    return paper.map(verdict -> "by arithmetic it " + words(verdict)).orElse("")
        + (paper.isPresent() && load.isPresent() ? "; " : "")
        + load.map(verdict -> "in the run it " + words(verdict)).orElse("");
  }

  private static String again(Claim claim, BigDecimal value) {
    return String.format(
        Locale.ROOT,
        "another run gave %s (n = %,d each)",
        claim.stated().inSameUnit(value.doubleValue()),
        claim.again().orElseThrow().samples());
  }

  private static String words(ClaimHolds verdict) {
    return switch (verdict) {
      case HOLDS -> "holds";
      case DOES_NOT_HOLD -> "does not hold";
      case CANNOT_BE_DECIDED -> "cannot be decided";
      case BY_CONSTRUCTION, DOES_NOT_REPLICATE ->
          throw new IllegalArgumentException(verdict + " is of both together");
    };
  }
}
