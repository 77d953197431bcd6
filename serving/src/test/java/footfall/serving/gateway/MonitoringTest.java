package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import footfall.serving.run.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The dashboard and the rules ask for metrics that a real gateway has, by labels that they have.
 */
class MonitoringTest {
  private static final Path FOLDER = Path.of("../monitoring");
  private static final Pattern SAMPLE =
      Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=~?\"|([a-zA-Z_]+)!=\"");
  private static final Pattern METRIC =
      Pattern.compile(
          "(?<![a-zA-Z0-9_:$\"])((?:footfall|gen_ai|pool:|job:)[a-zA-Z0-9_:]*)(\\{[^}]*})?");
  private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

  /** Prometheus adds them itself. */
  private static final Set<String> ADDED = Set.of("job", "instance");

  private static Map<String, Set<String>> metrics() {
    Map<String, Set<String>> metrics = new HashMap<>();
    try (TestServer server =
        new TestServer(
            """
            name: metered
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {plain: {turns: 1, thinking: 1s}}
            pools:
              slm: {workers: 1, slots: 2, service: {time: 10ms, perOutputToken: 2ms}}
            routing: {ratio: {slm: 1}}
            """)) {
      assertThat(
              server
                  .chat(
                      "{\"model\": \"slm\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}")
                  .statusCode())
          .isEqualTo(200);
      server
          .get("/metrics")
          .body()
          .lines()
          .forEach(
              line -> {
                Matcher sample = SAMPLE.matcher(line);
                if (sample.find()) {
                  Set<String> labels =
                      metrics.computeIfAbsent(sample.group(1), name -> new HashSet<>(ADDED));
                  if (sample.group(2) != null) {
                    labels.addAll(labels(sample.group(2)));
                  }
                }
              });
    }
    return metrics;
  }

  private static List<String> labels(String braces) {
    return LABEL
        .matcher(braces)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .toList();
  }

  @Test
  void theDashboardAsksForWhatIsThere() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
    Map<String, Set<String>> metrics = metrics();
    List<String> queries = new ArrayList<>();
    dashboard.findValuesAsText("expr").forEach(queries::add);
    assertThat(queries).hasSizeGreaterThan(15);
    queries.forEach(query -> check(query, metrics));
    assertThat(dashboard.at("/templating/list/1/query").asText())
        .isEqualTo("label_values(footfall_pool_workers_up, pool)");
    assertThat(metrics.get("footfall_pool_workers_up")).contains("pool");
  }

  @Test
  void theRulesAskForWhatIsThere() throws IOException {
    JsonNode rules =
        new ObjectMapper(new YAMLFactory())
            .readTree(FOLDER.resolve("prometheus-rules.yaml").toFile());
    Map<String, Set<String>> metrics = metrics();
    for (JsonNode group : rules.path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        String query = rule.path("expr").asText();
        check(query, metrics);
        if (rule.has("record")) {
          Matcher by = BY.matcher(query);
          Set<String> labels = new HashSet<>(ADDED);
          labels.addAll(by.find() ? Set.of(by.group(1).split(", *")) : Set.of("pool", "kind"));
          metrics.put(rule.path("record").asText(), labels);
        } else {
          assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
          assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
        }
      }
    }
    assertThat(rules.findValuesAsText("alert")).hasSize(7);
  }

  /** Every metric is there, with every label that is asked of it or grouped by. */
  private static void check(String query, Map<String, Set<String>> metrics) {
    List<MatchResult> asked = METRIC.matcher(query).results().toList();
    Set<String> known = new HashSet<>();
    int names = 0;
    for (MatchResult each : asked) {
      if (each.group(1).startsWith("gen_ai_response_model") && each.group(2) == null) {
        continue; // A label.
      }
      names++;
      assertThat(metrics).as(query).containsKey(each.group(1));
      known.addAll(metrics.get(each.group(1)));
      if (each.group(2) != null) {
        assertThat(metrics.get(each.group(1))).as(query).containsAll(labels(each.group(2)));
      }
    }
    assertThat(names).as(query).isPositive();
    BY.matcher(query)
        .results()
        .forEach(by -> assertThat(known).as(query).contains(by.group(1).split(", *")));
  }
}
