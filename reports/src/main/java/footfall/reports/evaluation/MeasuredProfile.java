package footfall.reports.evaluation;

import footfall.reports.calibration.FittedService;
import footfall.reports.calibration.ProfileYaml;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Prices;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A model's profile as an evaluation has measured it: its service model, its quality by language,
 * and the prices that the scenario has for it, with where those are from.
 */
public final class MeasuredProfile {
  private static final String STATED = "assumed: stated by the scenario that it was evaluated with";
  private static final Map<String, String> SIGNS =
      Map.of("USD", "$", "EUR", "€", "GBP", "£", "INR", "₹");

  private final StringBuilder yaml = new StringBuilder();
  private final String source;

  private MeasuredProfile(String source) {
    this.source = source;
  }

  /**
   * The profile.
   *
   * @param fitted to the requests of the evaluation
   * @param measures of the conversations that the profile is for: all, or those about one kind of
   *     shop
   * @param provenance of the pool's figures, by path
   * @param currency ISO 4217 code of the prices
   * @param source in a few words, without quotation marks
   */
  public static String write(
      PoolSpec spec,
      FittedService fitted,
      Model model,
      Map<String, Estimate> measures,
      Map<String, String> provenance,
      String currency,
      String source) {
    MeasuredProfile profile = new MeasuredProfile(source);
    profile.yaml.append("# ").append(model.backend()).append(", as evaluated.\n");
    profile.yaml.append(ProfileYaml.write(spec, fitted, source));
    profile.quality(measures, measures == model.measures() ? model.byLanguage() : Map.of());
    profile.cost(spec.prices(), provenance, SIGNS.getOrDefault(currency, "$"));
    return profile.yaml.toString();
  }

  private void quality(
      Map<String, Estimate> measures, Map<String, Map<String, Estimate>> byLanguage) {
    yaml.append("quality:\n");
    for (String measure : FigureName.QUALITY) {
      Estimate estimate = measures.get(measure);
      if (estimate != null) {
        figure("  ", measure, distribution(measure, estimate), "measured: " + source);
      }
    }
    if (!byLanguage.isEmpty()) {
      yaml.append("  byLanguage:\n");
      byLanguage.forEach(
          (language, own) ->
              figure(
                  "    ",
                  language,
                  distribution("satisfaction", own.get("satisfaction")),
                  "measured: " + source));
    }
  }

  /** Over conversations; a call is right or wrong. */
  private static String distribution(String measure, Estimate estimate) {
    double mean = estimate.value();
    if (measure.equals("tool_selection")) {
      return String.format(Locale.ROOT, "{bernoulli: {mean: %.4f}}", mean);
    }
    double variance = estimate.stdev() * estimate.stdev();
    boolean spreads = variance > 1e-8 && variance < 0.999 * mean * (1 - mean);
    return spreads
        ? String.format(Locale.ROOT, "{beta: {mean: %.4f, sd: %.4f}}", mean, estimate.stdev())
        : String.format(Locale.ROOT, "%.4f", mean);
  }

  private void cost(Prices prices, Map<String, String> provenance, String sign) {
    Map<String, Double> stated = new LinkedHashMap<>();
    stated.put("perWorkerHour", prices.perWorkerHour());
    stated.put("perMillionInputTokens", prices.perMillionInputTokens());
    stated.put("perMillionCachedTokens", prices.perMillionCachedTokens());
    stated.put("perMillionOutputTokens", prices.perMillionOutputTokens());
    stated.put("perConversation", prices.perConversation());
    stated.values().removeIf(price -> price == 0);
    if (!stated.isEmpty()) {
      yaml.append("cost:\n");
      stated.forEach(
          (name, price) ->
              figure(
                  "  ",
                  name,
                  String.format(Locale.ROOT, "%s%.6f", sign, price),
                  provenance.getOrDefault("cost." + name, STATED)));
    }
  }

  private void figure(String indent, String name, String value, String from) {
    String[] parts = from.split(": ", 2);
    yaml.append(
        String.format(
            "%s%s: {value: %s, provenance: %s, source: \"%s\"}%n",
            indent, name, value, parts[0], parts[1].replace('"', '\'')));
  }
}
