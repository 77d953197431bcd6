package footfall.simulator.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.profiles.ModelName;
import footfall.scenarios.reading.profiles.ProfileNames;
import footfall.scenarios.reading.yaml.SourceTree;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The configuration of a LiteLLM proxy as pools and routing: deployments of one model name are
 * pools of a rank, {@code order} and {@code fallbacks} are the ranks after it. Immutable once read.
 */
public final class GatewayConfig {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build());

  /** Without a setting of its own, LiteLLM leaves a deployment alone for so long. */
  private static final double COOLDOWN_SECONDS = 5;

  private static final int ALLOWED_FAILS = 3;
  private static final int SLOTS = 1_000;

  private final String file;
  private final JsonNode root;
  private final SourceTree source;
  private final String group;
  private final List<String> notes = new ArrayList<>();
  private final ObjectNode pools = YAML.createObjectNode();
  private ObjectNode routing = YAML.createObjectNode();
  private final Map<String, Double> weights = new LinkedHashMap<>();
  private final List<List<String>> ranks = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();

  private GatewayConfig(SourceTree source, String group) {
    this.source = source;
    this.file = source.file();
    this.root = source.root();
    this.group = group;
  }

  /** Whether a file is such a configuration, by its name. */
  public static boolean isOne(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.ya?ml");
  }

  /**
   * Reads a configuration.
   *
   * @param group the model name that shoppers ask for; the first of the file if empty
   * @throws InvalidInputException if it has no such deployments
   */
  public static GatewayConfig read(Path path, Optional<String> group) {
    SourceTree source = SourceTree.read(path);
    JsonNode models = source.root().path("model_list");
    if (!models.isArray() || models.isEmpty()) {
      throw InvalidInputException.of(
          source.file(), "has no model_list", "name a LiteLLM config.yaml, or recorded requests");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      String name = models.get(i).path("model_name").asText();
      if (name.isEmpty()) {
        throw InvalidInputException.of(
            source.file() + ":" + source.lines().getOrDefault("/model_list/" + i, 1),
            "a deployment has no model_name",
            "it is the name that clients ask for");
      }
      names.add(name);
    }
    String chosen = group.orElse(names.get(0));
    if (!names.contains(chosen)) {
      throw InvalidInputException.of(
          "--group " + chosen,
          "is no model_name of " + source.file(),
          "one of " + String.join(", ", names.stream().distinct().sorted().toList()));
    }
    GatewayConfig config = new GatewayConfig(source, chosen);
    config.take();
    return config;
  }

  private void take() {
    addGroup(group);
    JsonNode fallbacks = setting("fallbacks");
    for (JsonNode fallback : fallbacks.isObject() ? List.of(fallbacks) : fallbacks) {
      for (JsonNode name : fallback.path(group)) {
        if (!taken.contains(name.asText())) {
          addGroup(name.asText());
        }
      }
    }
    boolean hasOthers = ranks.size() > 1 || ranks.get(0).size() > 1;
    int retries = setting("num_retries").asInt(0);
    if (!hasOthers && retries > 0) {
      for (JsonNode pool : pools) {
        if (pool.path("api").path("retries") instanceof ObjectNode own) {
          own.put("max", retries);
        }
      }
    } else if (retries > 0) {
      notes.add("num_retries is taken as a try of each other deployment, once");
    }
    List<String> left = new ArrayList<>();
    for (JsonNode model : root.path("model_list")) {
      String name = model.path("model_name").asText();
      if (!name.equals(group) && !left.contains(name) && !taken.contains(name)) {
        left.add(name);
      }
    }
    if (!left.isEmpty()) {
      notes.add(
          "requests for "
              + group
              + " never reach "
              + String.join(", ", left)
              + "; --group takes another model name");
    }
    routing = routing();
    String strategy = root.at("/router_settings/routing_strategy").asText("simple-shuffle");
    if (!List.of("simple-shuffle", "least-busy").contains(strategy)) {
      notes.add("routing_strategy " + strategy + " is taken as simple-shuffle");
    }
  }

  /** Adds its deployments, rank by rank of their order. */
  private void addGroup(String name) {
    taken.add(name);
    Map<Integer, List<String>> byOrder = new TreeMap<>();
    JsonNode models = root.path("model_list");
    for (int i = 0; i < models.size(); i++) {
      JsonNode model = models.get(i);
      if (model.path("model_name").asText().equals(name)) {
        JsonNode parameters = model.path("litellm_params");
        String pool = addPool(model, parameters, "/model_list/" + i);
        int order = parameters.path("order").asInt(Integer.MAX_VALUE);
        byOrder.computeIfAbsent(order, key -> new ArrayList<>()).add(pool);
      }
    }
    if (byOrder.isEmpty()) {
      notes.add("fallbacks name " + name + ", which is not in model_list");
    }
    ranks.addAll(byOrder.values());
  }

  private String addPool(JsonNode model, JsonNode parameters, String pointer) {
    String stated = parameters.path("model").asText();
    if (stated.isEmpty()) {
      throw InvalidInputException.of(
          file + ":" + source.lines().getOrDefault(pointer, 1),
          "a deployment has no litellm_params.model",
          "write `model: openai/gpt-4.1-mini`");
    }
    String name = freeName(model.at("/model_info/id").asText(stated));
    ObjectNode pool = pools.putObject(name);
    pool.put("kind", "llm");
    Optional<String> profile = profile(stated);
    if (profile.isPresent()) {
      pool.put("model", profile.get());
      if (ModelName.of(profile.get()).vendor().isEmpty()) {
        pool.put("kind", "slm").put("hardware", "gpu-h100");
        notes.add(name + ": the file does not say what it runs on; gpu-h100 is put in");
      }
    } else {
      pool.putObject("service").put("time", "500ms").put("perOutputToken", "12ms");
      notes.add(
          name
              + ": "
              + stated
              + " is not in the library; its speed is put in (500ms, 12ms a token)");
    }
    addPrices(model, parameters, pool);
    if (!pool.path("kind").asText().equals("slm")) {
      pool.put("slots", SLOTS);
      addLimits(model, parameters, pool.putObject("api"));
    }
    JsonNode weight = parameters.path("weight");
    if (weight.isNumber() && weight.asDouble() >= 0) {
      weights.put(name, weight.asDouble());
    } else if (!weight.isMissingNode()) {
      notes.add(name + ": weight " + weight.asText() + " is no number, and taken as none");
    } else {
      double rpm = limit(model, parameters, "rpm");
      double tpm = limit(model, parameters, "tpm");
      weights.put(
          name, rpm > 0 ? rpm : tpm); // A shuffle goes by quotas where nobody states weights.
    }
    return name;
  }

  private static void addPrices(JsonNode model, JsonNode parameters, ObjectNode pool) {
    Map<String, String> keys =
        Map.of(
            "input_cost_per_token", "perMillionInputTokens",
            "output_cost_per_token", "perMillionOutputTokens");
    keys.forEach(
        (theirs, ours) -> {
          JsonNode price =
              parameters.has(theirs) ? parameters.get(theirs) : model.at("/model_info/" + theirs);
          if (price.isNumber()) {
            pool.withObject("/cost").put(ours, "$" + plain(price.asDouble() * 1e6));
          }
        });
  }

  private void addLimits(JsonNode model, JsonNode parameters, ObjectNode api) {
    Map<String, String> limits = new LinkedHashMap<>();
    limits.put("rpm", "requestsPerMinute");
    limits.put("tpm", "tokensPerMinute");
    limits.forEach(
        (theirs, ours) -> {
          double amount = limit(model, parameters, theirs);
          JsonNode stated = parameters.has(theirs) ? parameters.get(theirs) : model.path(theirs);
          if (amount > 0) {
            api.put(ours, new BigDecimal(plain(amount)));
          } else if (!stated.isMissingNode()) {
            notes.add(theirs + ": " + stated.asText() + " is no number above zero, and no quota");
          }
        });
    if (parameters.path("max_parallel_requests").asInt(0) > 0) {
      api.put("concurrentRequests", parameters.get("max_parallel_requests").asInt());
    }
    JsonNode timeout =
        parameters.has("timeout")
            ? parameters.get("timeout")
            : setting(setting("timeout").isMissingNode() ? "request_timeout" : "timeout");
    if (timeout.asDouble(0) > 0) {
      api.put("timeout", plain(timeout.asDouble()) + "s");
    }
    // The router tries again at another deployment, so no attempt is made twice at one.
    api.putObject("retries").put("max", 0);
  }

  private static double limit(JsonNode model, JsonNode parameters, String name) {
    return parameters.has(name) ? parameters.get(name).asDouble() : model.path(name).asDouble(0);
  }

  private JsonNode setting(String name) {
    JsonNode router = root.path("router_settings").path(name);
    return router.isMissingNode() ? root.path("litellm_settings").path(name) : router;
  }

  private String freeName(String stated) {
    String stem =
        stated
            .replaceFirst(".*/", "")
            .replaceAll("[^A-Za-z0-9._-]", "-")
            .replaceFirst("^[^A-Za-z0-9]+", "");
    stem = stem.isEmpty() ? "deployment" : stem.substring(0, Math.min(48, stem.length()));
    String name = stem;
    for (int i = 2; pools.has(name); i++) {
      name = stem + "-" + i;
    }
    return name;
  }

  /** The profile of the library whose model has this name, at a vendor or as weights. */
  private static Optional<String> profile(String model) {
    String last = plainName(model.replaceFirst(".*/", ""));
    return ProfileNames.all().stream()
        .filter(path -> path.startsWith("models/library/"))
        .map(path -> path.substring("models/".length()))
        .filter(
            profile ->
                plainName(profile.replaceFirst(".*/", "")).equals(last)
                    || plainName(ModelName.of(profile).name().replaceFirst(".*/", "")).equals(last))
        .min(Comparator.comparingInt(String::length));
  }

  private static String plainName(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replaceFirst("(-\\d{4}-\\d{2}-\\d{2}|-20\\d{6}|-instruct|-latest)+$", "");
  }

  /** What the file does not say and was put in, or says and cannot be kept. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** The scenario as text; its arrivals and shoppers are there to be replaced. */
  public String scenario() {
    ObjectNode tree = YAML.createObjectNode();
    tree.set("pools", pools);
    tree.set("routing", routing);
    String head =
        "# Made by `footfall import "
            + file
            + "`. Put in your own arrivals and shoppers.\n"
            + notes.stream().map(note -> "# " + note + "\n").reduce("", String::concat)
            + "name: gateway\nreplications: 5\nhorizon: 1h\n\narrivals:\n  poisson: {rate: 1/s}\n\n"
            + "shoppers:\n  everyone:\n    messageTokens: 300\n    replyTokens: 120\n    turns: 4\n"
            + "    thinking: {exponential: {mean: 40s}}\n    context: {history: true}\n\n";
    try {
      return head + YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode routing() {
    ObjectNode routing = YAML.createObjectNode();
    List<String> all = ranks.stream().flatMap(List::stream).toList();
    if (all.size() == 1) {
      routing.putObject("ratio").put(all.get(0), 1);
      return routing;
    }
    boolean isLeastBusy =
        root.at("/router_settings/routing_strategy").asText().equals("least-busy");
    if (isLeastBusy && ranks.size() == 1) {
      all.forEach(routing.putArray("leastLoaded")::add);
      return routing;
    }
    addRatio(routing, all);
    ObjectNode fallback = routing.putObject("fallback");
    ArrayNode list = fallback.putArray("pools");
    for (List<String> rank : ranks) {
      if (rank.size() == 1) {
        list.add(rank.get(0));
      } else {
        rank.forEach(list.addArray()::add);
      }
    }
    fallback
        .putObject("circuit")
        .put("failures", setting("allowed_fails").asInt(ALLOWED_FAILS) + 1)
        .put("open", plain(setting("cooldown_time").asDouble(COOLDOWN_SECONDS)) + "s");
    return routing;
  }

  /** Of each rank by its own sum: a ratio is of all pools, and only within a rank it counts. */
  private void addRatio(ObjectNode routing, List<String> all) {
    double sum = all.stream().mapToDouble(pool -> weights.getOrDefault(pool, 0.0)).sum();
    if (sum == 0) {
      boolean areStated = false;
      for (JsonNode model : root.path("model_list")) {
        areStated |= model.at("/litellm_params/weight").isValueNode();
      }
      if (areStated) {
        notes.add("the weights sum to zero: all deployments of a rank share alike");
      }
      return;
    }
    ObjectNode ratio = routing.putObject("ratio");
    double left = 1;
    for (int i = 0; i < all.size(); i++) {
      double share =
          i == all.size() - 1
              ? left
              : Math.round(weights.getOrDefault(all.get(i), 0.0) / sum * 1e6) / 1e6;
      share = Math.round(share * 1e6) / 1e6;
      left -= share;
      ratio.put(all.get(i), share);
    }
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
