package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.distributions.Bernoulli;
import footfall.scenarios.distributions.Beta;
import footfall.scenarios.distributions.Clamped;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Empirical;
import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.distributions.Gamma;
import footfall.scenarios.distributions.HyperExponential;
import footfall.scenarios.distributions.LogNormal;
import footfall.scenarios.distributions.Pareto;
import footfall.scenarios.distributions.Uniform;
import footfall.scenarios.distributions.Weibull;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Binds {@code 45s}, {@code 12} and {@code {lognormal: {mean: 45s, sd: 40s, max: 300s}}}. */
public final class Distributions {
  private Distributions() {}

  /** The distribution that a node describes, which the schema has checked; times in seconds. */
  public static Distribution bind(JsonNode node) {
    if (!node.isObject()) {
      return new Constant(magnitude(node));
    }
    String family = node.fieldNames().next();
    JsonNode parameters = node.get(family);
    Distribution plain = family(family, parameters);
    boolean clamped =
        !(plain instanceof Uniform) && (parameters.has("min") || parameters.has("max"));
    return clamped
        ? new Clamped(
            plain,
            parameters.has("min") ? magnitude(parameters.get("min")) : 0,
            parameters.has("max") ? magnitude(parameters.get("max")) : Double.POSITIVE_INFINITY)
        : plain;
  }

  private static Distribution family(String family, JsonNode node) {
    return switch (family) {
      case "constant" -> new Constant(magnitude(node.get("value")));
      case "exponential" -> new Exponential(magnitude(node.get("mean")));
      case "lognormal" -> new LogNormal(magnitude(node.get("mean")), magnitude(node.get("sd")));
      case "gamma" -> Gamma.ofSd(magnitude(node.get("mean")), magnitude(node.get("sd")));
      case "weibull" -> Weibull.ofSd(magnitude(node.get("mean")), magnitude(node.get("sd")));
      case "pareto" -> new Pareto(magnitude(node.get("mean")), node.get("shape").asDouble());
      case "erlang" -> new Gamma(magnitude(node.get("mean")), node.get("stages").asInt());
      case "hyperexponential" -> {
        List<HyperExponential.Branch> branches = new ArrayList<>();
        node.get("branches")
            .forEach(
                branch ->
                    branches.add(
                        new HyperExponential.Branch(
                            branch.get("probability").asDouble(), magnitude(branch.get("mean")))));
        yield new HyperExponential(branches);
      }
      case "beta" -> new Beta(node.get("mean").asDouble(), node.get("sd").asDouble());
      case "bernoulli" -> new Bernoulli(node.get("mean").asDouble());
      case "uniform" -> new Uniform(magnitude(node.get("min")), magnitude(node.get("max")));
      case "empirical" -> {
        List<Double> values = magnitudes(node.get("values"));
        yield new Empirical(
            values,
            node.has("weights")
                ? magnitudes(node.get("weights"))
                : Collections.nCopies(values.size(), 1.0));
      }
      default -> throw new IllegalArgumentException(family);
    };
  }

  private static List<Double> magnitudes(JsonNode nodes) {
    List<Double> magnitudes = new ArrayList<>();
    nodes.forEach(node -> magnitudes.add(magnitude(node)));
    return magnitudes;
  }

  /** Seconds where there is a unit, a plain number where there is none. */
  private static double magnitude(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Quantities.seconds(node.asText());
  }
}
