package footfall.reports.rendering.tables;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.figures.Quantity;
import footfall.reports.results.Results.ClaimHolds;
import footfall.reports.results.Results.ClaimVerdict;
import footfall.scenarios.claims.StatedFigure;
import java.util.List;
import java.util.Locale;

/** {@code claims.md}: what is claimed and what of it holds, for people and their documents. */
public final class ClaimsTable {
  private ClaimsTable() {}

  /** The file as Markdown. */
  public static String render(Outcome outcome) {
    StringBuilder table = new StringBuilder();
    List<ClaimVerdict> claims = outcome.results().claims();
    table.append("## ").append(outcome.resolved().scenario().name()).append("\n\n");
    table.append(outcome.resolved().scenario().description()).append("\n\n");
    table.append("Of ").append(claims.size()).append(" claims, ").append(summary(claims));
    table.append(".\n\n| claim | stated | found | verdict | because |\n|---|---|---|---|---|\n");
    for (ClaimVerdict claim : claims) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s |%n",
              cell(claim.claim()),
              cell(stated(claim)),
              cell(found(claim)),
              claim.verdict() == ClaimHolds.HOLDS
                  ? words(claim.verdict())
                  : "**" + words(claim.verdict()) + "**",
              cell(remark(claim))));
    }
    return table.toString();
  }

  /** How many claims hold, in one sentence. */
  public static String summary(List<ClaimVerdict> claims) {
    long empty = count(claims, ClaimHolds.BY_CONSTRUCTION);
    long fleeting = count(claims, ClaimHolds.DOES_NOT_REPLICATE);
    return count(claims, ClaimHolds.HOLDS)
        + " hold, "
        + (empty > 0 ? empty + " hold by construction, " : "")
        + (fleeting > 0 ? fleeting + " do not replicate, " : "")
        + count(claims, ClaimHolds.DOES_NOT_HOLD)
        + " do not hold and "
        + count(claims, ClaimHolds.CANNOT_BE_DECIDED)
        + " cannot be decided";
  }

  private static long count(List<ClaimVerdict> claims, ClaimHolds verdict) {
    return claims.stream().filter(claim -> claim.verdict() == verdict).count();
  }

  /** A verdict in words. */
  public static String words(ClaimHolds verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What was claimed, as it was written. */
  public static String stated(ClaimVerdict claim) {
    return (claim.op().equals("=") ? "" : claim.op() + " ") + claim.statedText();
  }

  /** What arithmetic and the run find, in the unit in which it is stated. */
  public static String found(ClaimVerdict claim) {
    StatedFigure stated = StatedFigure.parse(claim.statedText());
    String derived = claim.formula() == null ? "" : stated.inSameUnit(claim.found());
    if (Double.isNaN(claim.measured())) {
      return derived;
    }
    String measured =
        stated.inSameUnit(claim.measured())
            + " ("
            + stated.inSameUnit(claim.ci95()[0])
            + " to "
            + stated.inSameUnit(claim.ci95()[1])
            + ")";
    return derived.isEmpty() ? measured : derived + "; run " + measured;
  }

  /** Why a claim is judged as it is, how far it is off, its formula and its note. */
  public static String remark(ClaimVerdict claim) {
    boolean off =
        claim.op().equals("=")
            && claim.verdict() == ClaimHolds.DOES_NOT_HOLD
            && Double.isFinite(claim.difference());
    String difference = off ? ", off by " + Quantity.percent(Math.abs(claim.difference())) : "";
    String note = claim.note().isEmpty() ? "" : "; " + claim.note();
    String formula = claim.formula() == null ? "" : " (" + claim.formula() + ")";
    return claim.because() + difference + formula + note;
  }

  private static String cell(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("[", "\\[")
        .replace("|", "\\|")
        .replace("\n", " ");
  }
}
