package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.yaml.Paths;
import java.util.function.UnaryOperator;

/** That the parameters of every distribution fit each other, and that no time is beyond reason. */
final class DistributionRules extends Rules {
  private static final double MAX_SECONDS = 30_000 * 86_400.0;

  DistributionRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    checkDistributions(tree, "");
    checkDurations(tree, "");
  }

  private void checkDistributions(JsonNode node, String pointer) {
    node.properties()
        .forEach(
            field -> {
              String child = pointer + "/" + Paths.escape(field.getKey());
              checkDistribution(field.getKey(), field.getValue(), child);
              checkDistributions(field.getValue(), child);
            });
  }

  private void checkDistribution(String family, JsonNode parameters, String pointer) {
    if (parameters.has("min") && parameters.has("max")) {
      double min = magnitude(parameters.get("min"));
      double max = magnitude(parameters.get("max"));
      if (min > max) {
        add(pointer + "/min", parameters.get("min").asText(), "must not be above max", "swap them");
      }
    }
    if (family.equals("beta") && parameters.path("sd").isNumber()) {
      checkBeta(parameters.path("mean").asDouble(), parameters.get("sd").asDouble(), pointer);
    }
    if (family.equals("hyperexponential")) {
      double sum = 0;
      for (JsonNode branch : parameters.path("branches")) {
        sum += branch.path("probability").asDouble();
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        add(pointer + "/branches", plain(sum), "the probabilities must sum to 1", "");
      }
    }
    if (family.equals("empirical") && parameters.has("weights")) {
      double sum = 0;
      for (JsonNode weight : parameters.path("weights")) {
        sum += weight.asDouble();
      }
      if (parameters.path("weights").size() != parameters.path("values").size()) {
        add(pointer + "/weights", "", "there must be as many weights as values", "");
      } else if (sum <= 0) {
        add(pointer + "/weights", "", "at least one weight must be above zero", "");
      }
    }
  }

  private void checkBeta(double mean, double sd, String pointer) {
    double most = Math.sqrt(mean * (1 - mean));
    if (!(sd > 0 && sd < most)) {
      add(
          pointer + "/sd",
          plain(sd),
          "must be above 0 and below " + plain(most) + ", the most that such a mean allows",
          "write a plain number, or bernoulli, at the ends");
    }
  }

  /** Longer ones would not fit into a count of nanoseconds. */
  private void checkDurations(JsonNode node, String pointer) {
    if (node.isTextual() && magnitude(node) > MAX_SECONDS) {
      add(pointer, "\"" + node.asText() + "\"", "must be at most 30000d", "use a shorter one");
    }
    node.properties()
        .forEach(
            field ->
                checkDurations(field.getValue(), pointer + "/" + Paths.escape(field.getKey())));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      checkDurations(node.get(i), pointer + "/" + i);
    }
  }
}
