package footfall.simulator.commitments;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Schema;
import footfall.scenarios.reading.yaml.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A plan that was decided on: what is bought, and what it relies on. {@link PlanFile} writes one,
 * {@link DriftCheck} compares it with a deployment.
 *
 * @param plan its name, which is the scenario's
 * @param scenario the file that it was made from
 */
public record Commitment(String plan, String scenario, List<Assumption> assumptions) {
  /** Copies the list. */
  public Commitment {
    assumptions = List.copyOf(assumptions);
  }

  /**
   * Reads the file of a plan.
   *
   * @throws InvalidInputException with all that is wrong with it
   */
  public static Commitment read(Path file) {
    SourceTree source = SourceTree.read(file);
    if (source.root().has("pools")) {
      throw InvalidInputException.of(
          file.toString(),
          "is a scenario and not a plan",
          "`footfall size SCENARIO --plan FILE` writes its plan");
    }
    List<Problem> problems =
        Schema.named("plan.schema.json").check(source.root(), source::location);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    List<Assumption> assumptions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : source.root().get("assumptions").properties()) {
      JsonNode node = each.getValue();
      String location = source.location("/assumptions/" + each.getKey().replace("/", "~1"));
      if (node.path("atLeast").asDouble(Double.NEGATIVE_INFINITY)
          > node.path("atMost").asDouble(Double.POSITIVE_INFINITY)) {
        throw InvalidInputException.of(
            location, "atLeast is more than atMost", "write the lesser as atLeast");
      }
      assumptions.add(
          new Assumption(
              each.getKey(),
              node.get("planned").asDouble(),
              node.path("unit").asText(),
              node.path("atLeast").asDouble(Double.NEGATIVE_INFINITY),
              node.path("atMost").asDouble(Double.POSITIVE_INFINITY),
              node.get("query").asText(),
              location));
    }
    return new Commitment(
        source.root().get("plan").asText(), source.root().path("scenario").asText(), assumptions);
  }
}
