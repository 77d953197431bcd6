package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.claims.Claim;
import footfall.scenarios.claims.StatedFigure;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Binds {@code facts} and {@code claims}. */
public final class ClaimBinder {
  private ClaimBinder() {}

  /** A number by its name, or a map of such. */
  public static Map<String, Object> facts(JsonNode nodes) {
    Map<String, Object> facts = new LinkedHashMap<>();
    nodes
        .properties()
        .forEach(
            fact ->
                facts.put(
                    fact.getKey(),
                    fact.getValue().isObject()
                        ? facts(fact.getValue())
                        : StatedFigure.parse(text(fact.getValue())).value()));
    return facts;
  }

  static List<Claim> claims(JsonNode nodes) {
    List<Claim> claims = new ArrayList<>();
    for (JsonNode node : nodes) {
      claims.add(
          new Claim(
              node.get("claim").asText(),
              StatedFigure.parse(text(node.get("stated"))),
              Claim.Op.of(node.get("op").asText()),
              Optional.ofNullable(node.get("formula")).map(JsonNode::asText),
              Optional.ofNullable(node.get("figure"))
                  .map(figure -> FigureName.parse(figure.asText()).orElseThrow()),
              node.has("tolerance")
                  ? OptionalDouble.of(
                      StatedFigure.parse(node.get("tolerance").asText()).value().doubleValue())
                  : OptionalDouble.empty(),
              Optional.ofNullable(node.get("byConstruction")).map(JsonNode::asText),
              Optional.ofNullable(node.get("again"))
                  .map(
                      again ->
                          new Claim.Again(
                              again.get("formula").asText(), again.get("samples").asInt())),
              node.get("source").asText(),
              node.get("note").asText()));
    }
    return claims;
  }

  /** As a person would write it: 0.0002, not 2.0E-4. */
  public static String text(JsonNode figure) {
    return figure.isNumber() ? figure.decimalValue().toPlainString() : figure.asText();
  }
}
