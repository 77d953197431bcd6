package footfall.reports.rendering;

import footfall.reports.analysis.Outcome;
import footfall.reports.results.Results.ClaimHolds;
import footfall.reports.results.Results.ClaimVerdict;
import footfall.reports.statistics.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** {@code claims.md}: what is claimed and what of it holds, for people and their documents. */
final class ClaimsTable {
  private ClaimsTable() {}

  static String render(Outcome outcome) {
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

  static String summary(List<ClaimVerdict> claims) {
    return count(claims, ClaimHolds.HOLDS)
        + " hold, "
        + count(claims, ClaimHolds.DOES_NOT_HOLD)
        + " do not hold and "
        + count(claims, ClaimHolds.CANNOT_BE_DECIDED)
        + " cannot be decided";
  }

  private static long count(List<ClaimVerdict> claims, ClaimHolds verdict) {
    return claims.stream().filter(claim -> claim.verdict() == verdict).count();
  }

  static String words(ClaimHolds verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String stated(ClaimVerdict claim) {
    return (claim.op().equals("=") ? "" : claim.op() + " ") + claim.statedText();
  }

  /** What arithmetic and the run find, in the unit in which it is stated. */
  static String found(ClaimVerdict claim) {
    String derived = claim.formula() == null ? "" : inUnitOf(claim.statedText(), claim.found());
    if (Double.isNaN(claim.measured())) {
      return derived;
    }
    String measured =
        inUnitOf(claim.statedText(), claim.measured())
            + " ("
            + inUnitOf(claim.statedText(), claim.ci95()[0])
            + " to "
            + inUnitOf(claim.statedText(), claim.ci95()[1])
            + ")";
    return derived.isEmpty() ? measured : derived + "; run " + measured;
  }

  private static String inUnitOf(String stated, double value) {
    String unit = stated.replaceFirst("^~?[$€£₹]?-?[0-9][0-9,.]*(e-?[0-9]+)?", "");
    String sign = stated.replaceAll("[^$€£₹]", "");
    double divisor =
        switch (unit) {
          case "%" -> 0.01;
          case "ms" -> 1e-3;
          case "min" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          case "/min" -> 1.0 / 60;
          case "/h" -> 1.0 / 3_600;
          case "kB" -> 1e3;
          case "MB" -> 1e6;
          case "GB" -> 1e9;
          default -> 1;
        };
    return Double.isNaN(value)
        ? "n/a"
        : (value < 0 ? "-" : "") + sign + figure(Math.abs(value) / divisor) + unit;
  }

  /** Four significant digits, or whole from a thousand on. */
  private static String figure(double value) {
    return Math.abs(value) >= 1_000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  static String remark(ClaimVerdict claim) {
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
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
