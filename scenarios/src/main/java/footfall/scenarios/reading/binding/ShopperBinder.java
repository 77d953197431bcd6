package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.reading.yaml.Quantities;
import footfall.scenarios.shoppers.Balking;
import footfall.scenarios.shoppers.Context;
import footfall.scenarios.shoppers.Intents;
import footfall.scenarios.shoppers.Language;
import footfall.scenarios.shoppers.Persistence;
import footfall.scenarios.shoppers.Purchase;
import footfall.scenarios.shoppers.Response;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.SlowAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Binds one of {@code shoppers}. */
final class ShopperBinder {
  private ShopperBinder() {}

  static ShopperClass bind(String name, JsonNode node) {
    return new ShopperClass(
        name,
        node.get("share").asDouble(),
        node.get("priority").asInt(),
        Distributions.bind(node.get("turns")),
        Distributions.bind(node.get("messageTokens")),
        Distributions.bind(node.get("replyTokens")),
        Distributions.bind(node.get("thinking")),
        Optional.ofNullable(node.get("reasoningTokens")).map(Distributions::bind),
        Optional.ofNullable(node.get("patience")).map(Distributions::bind),
        Optional.ofNullable(node.get("balking"))
            .map(b -> new Balking(b.get("queue").asInt(), b.get("probability").asDouble())),
        node.has("deadline")
            ? OptionalLong.of(Quantities.nanos(node.get("deadline").asText()))
            : OptionalLong.empty(),
        Optional.ofNullable(node.get("context")).map(ShopperBinder::context),
        languages(node.path("languages")),
        Optional.ofNullable(node.get("intents")).map(ShopperBinder::intents),
        persistence(node),
        new SlowAnswers(
            response(node.path("slowAnswers").path("satisfaction"), Response.NONE),
            response(node.path("slowAnswers").path("leaving"), Response.NEVER)),
        Optional.ofNullable(node.get("purchase")).map(ShopperBinder::purchase),
        Optional.ofNullable(node.get("tenant")).map(JsonNode::asText));
  }

  private static Context context(JsonNode node) {
    return new Context(
        node.get("system").asInt(), node.get("history").asBoolean(), node.get("limit").asInt());
  }

  private static List<Language> languages(JsonNode nodes) {
    List<Language> languages = new ArrayList<>();
    nodes
        .properties()
        .forEach(
            field ->
                languages.add(
                    new Language(
                        field.getKey(),
                        field.getValue().get("share").asDouble(),
                        field.getValue().get("inflation").asDouble())));
    return languages;
  }

  private static Intents intents(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.get("states").fieldNames().forEachRemaining(names::add);
    List<Intents.Intent> intents = new ArrayList<>();
    node.get("states")
        .properties()
        .forEach(field -> intents.add(intent(field.getKey(), field.getValue(), names)));
    return new Intents(row(node.get("start"), names), intents);
  }

  private static Intents.Intent intent(String name, JsonNode node, List<String> names) {
    List<Intents.Reason> reasons = new ArrayList<>();
    node.get("reasons")
        .properties()
        .forEach(
            reason ->
                reasons.add(new Intents.Reason(reason.getKey(), reason.getValue().asDouble())));
    return new Intents.Intent(
        name,
        Distributions.bind(node.get("calls")),
        Distributions.bind(node.get("tool")),
        Distributions.bind(node.get("toolTokens")),
        Optional.ofNullable(node.get("toolCalls")).map(ShopperBinder::toolCalls),
        Optional.ofNullable(node.get("replyTokens")).map(Distributions::bind),
        node.get("accepts").asBoolean(),
        reasons,
        row(node.get("next"), names));
  }

  private static Intents.ToolCalls toolCalls(JsonNode node) {
    return new Intents.ToolCalls(
        node.get("pool").asText(),
        Distributions.bind(node.get("parallel")),
        Distributions.bind(node.get("inputTokens")),
        Distributions.bind(node.get("outputTokens")));
  }

  private static List<Double> row(JsonNode probabilities, List<String> names) {
    return names.stream().map(name -> probabilities.path(name).asDouble()).toList();
  }

  private static Persistence persistence(JsonNode node) {
    Optional<Persistence.Retry> retry =
        Optional.ofNullable(node.get("retry"))
            .map(
                spec ->
                    new Persistence.Retry(
                        spec.get("probability").asDouble(),
                        Distributions.bind(spec.get("pause")),
                        spec.get("max").asInt()));
    Optional<Persistence.Return> comeBack =
        Optional.ofNullable(node.get("comeBack"))
            .map(
                spec ->
                    new Persistence.Return(
                        spec.get("probability").asDouble(), Distributions.bind(spec.get("after"))));
    return new Persistence(retry, comeBack);
  }

  private static Purchase purchase(JsonNode node) {
    return new Purchase(
        node.get("rate").asDouble(),
        response(node.path("bySatisfaction"), Response.NONE),
        Distributions.bind(node.get("revenue")),
        node.has("margin")
            ? OptionalDouble.of(node.get("margin").asDouble())
            : OptionalDouble.empty());
  }

  /** A curve over durations, in seconds, or over plain numbers. */
  private static Response response(JsonNode points, Response unstated) {
    if (points.isMissingNode()) {
      return unstated;
    }
    Map<Double, Double> curve = new TreeMap<>();
    points
        .properties()
        .forEach(
            point ->
                curve.put(
                    point.getKey().matches("[0-9.]+")
                        ? Double.parseDouble(point.getKey())
                        : Quantities.seconds(point.getKey()),
                    point.getValue().asDouble()));
    return Response.through(curve);
  }
}
