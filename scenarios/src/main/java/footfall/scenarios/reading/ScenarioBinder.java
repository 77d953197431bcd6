package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.Arrivals;
import footfall.scenarios.PoolSpec;
import footfall.scenarios.Power;
import footfall.scenarios.Prices;
import footfall.scenarios.Quality;
import footfall.scenarios.Routing;
import footfall.scenarios.Scenario;
import footfall.scenarios.Service;
import footfall.scenarios.ShopperClass;
import footfall.scenarios.Slo;
import footfall.scenarios.WarmUp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** Turns a checked and completed tree into the records that the rest of Footfall works with. */
final class ScenarioBinder {
  private ScenarioBinder() {}

  static Scenario bind(JsonNode tree) {
    return new Scenario(
        tree.get("name").asText(),
        tree.get("description").asText(),
        tree.get("seed").asLong(),
        tree.get("replications").asInt(),
        Quantities.nanos(tree.get("horizon").asText()),
        warmUp(tree.get("warmUp").asText()),
        tree.get("drain").asBoolean(),
        arrivals(tree.get("arrivals")),
        named(tree.get("shoppers"), ScenarioBinder::shopper),
        named(tree.get("pools"), ScenarioBinder::pool),
        routing(tree.get("routing")),
        slos(tree.get("slos")),
        currency(tree));
  }

  private static WarmUp warmUp(String text) {
    return switch (text) {
      case "none" -> new WarmUp.None();
      case "auto" -> new WarmUp.Auto();
      default -> new WarmUp.Fixed(Quantities.nanos(text));
    };
  }

  private static Arrivals arrivals(JsonNode node) {
    String family = node.fieldNames().next();
    JsonNode spec = node.get(family);
    return switch (family) {
      case "poisson" -> new Arrivals.Poisson(Quantities.perSecond(spec.get("rate").asText()));
      case "constant" -> new Arrivals.Constant(Quantities.perSecond(spec.get("rate").asText()));
      case "closed" -> new Arrivals.Closed(spec.get("population").asInt());
      case "times" -> {
        List<Long> times = new ArrayList<>();
        spec.forEach(time -> times.add(Quantities.nanos(time.asText())));
        yield new Arrivals.Times(times);
      }
      default -> throw new IllegalArgumentException(family);
    };
  }

  private static ShopperClass shopper(String name, JsonNode node) {
    return new ShopperClass(
        name,
        node.get("share").asDouble(),
        node.get("priority").asInt(),
        Distributions.bind(node.get("turns")),
        Distributions.bind(node.get("messageTokens")),
        Distributions.bind(node.get("replyTokens")),
        Distributions.bind(node.get("thinking")),
        Optional.ofNullable(node.get("patience")).map(Distributions::bind));
  }

  private static PoolSpec pool(String name, JsonNode node) {
    JsonNode queue = node.get("queue");
    JsonNode service = node.get("service");
    return new PoolSpec(
        name,
        choice(PoolSpec.Kind.class, node.get("kind")),
        node.get("workers").asInt(),
        node.get("slots").asInt(),
        choice(PoolSpec.Discipline.class, queue.get("discipline")),
        choice(PoolSpec.Layout.class, queue.get("layout")),
        choice(PoolSpec.Placement.class, queue.get("placement")),
        queue.has("capacity") ? OptionalInt.of(queue.get("capacity").asInt()) : OptionalInt.empty(),
        new Service(
            Distributions.bind(service.get("time")),
            Quantities.seconds(service.get("perInputToken").asText()),
            Quantities.seconds(service.get("perOutputToken").asText())),
        prices(node.path("cost")),
        quality(node.path("quality")),
        Optional.ofNullable(node.get("power")).map(ScenarioBinder::power));
  }

  private static Prices prices(JsonNode node) {
    return new Prices(
        money(node.path("perWorkerHour")),
        money(node.path("perMillionInputTokens")),
        money(node.path("perMillionOutputTokens")),
        money(node.path("perConversation")));
  }

  private static double money(JsonNode node) {
    return node.isTextual() ? Quantities.amount(node.asText()) : 0;
  }

  private static Quality quality(JsonNode node) {
    Map<String, Double> byMeasure = new LinkedHashMap<>();
    Map<String, Double> byLanguage = new LinkedHashMap<>();
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isNumber()) {
                byMeasure.put(field.getKey(), field.getValue().asDouble());
              }
            });
    node.path("byLanguage")
        .properties()
        .forEach(field -> byLanguage.put(field.getKey(), field.getValue().asDouble()));
    return new Quality(byMeasure, byLanguage);
  }

  private static Power power(JsonNode node) {
    return new Power(
        Quantities.watts(node.get("idle").asText()),
        Quantities.watts(node.get("busy").asText()),
        node.get("pue").asDouble(),
        node.get("gramsPerKilowattHour").asDouble());
  }

  private static Routing routing(JsonNode node) {
    if (node.has("leastLoaded")) {
      List<String> pools = new ArrayList<>();
      node.get("leastLoaded").forEach(pool -> pools.add(pool.asText()));
      return new Routing.LeastLoaded(pools);
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    node.get("ratio")
        .properties()
        .forEach(share -> shares.put(share.getKey(), share.getValue().asDouble()));
    return new Routing.FixedRatio(shares, choice(Routing.Granularity.class, node.get("per")));
  }

  private static List<Slo> slos(JsonNode nodes) {
    List<Slo> slos = new ArrayList<>();
    for (JsonNode node : nodes) {
      String threshold = node.get("threshold").asText();
      slos.add(
          new Slo(
              node.get("metric").asText(),
              node.get("stat").asText(),
              node.get("op").asText().equals("<=") ? Slo.Op.AT_MOST : Slo.Op.AT_LEAST,
              threshold(threshold),
              threshold,
              Optional.ofNullable(node.get("pool")).map(JsonNode::asText)));
    }
    return slos;
  }

  private static double threshold(String text) {
    if (text.matches("[$€£₹].*")) {
      return Quantities.amount(text);
    }
    if (text.contains("/")) {
      return Quantities.perSecond(text);
    }
    return text.matches(".*[a-z]") ? Quantities.seconds(text) : Double.parseDouble(text);
  }

  private static String currency(JsonNode tree) {
    return tree.findValues("cost").stream()
        .flatMap(cost -> texts(cost).stream())
        .findFirst()
        .map(Quantities::currency)
        .orElse("USD");
  }

  private static List<String> texts(JsonNode cost) {
    List<String> texts = new ArrayList<>();
    cost.forEach(price -> texts.add(price.asText()));
    return texts;
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode node) {
    return Enum.valueOf(type, node.asText().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static <T> List<T> named(JsonNode nodes, BiFunction<String, JsonNode, T> bind) {
    List<T> bound = new ArrayList<>();
    nodes.properties().forEach(field -> bound.add(bind.apply(field.getKey(), field.getValue())));
    return bound;
  }
}
