package footfall.simulator.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import footfall.scenarios.reading.ScenarioReader;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What the folder deploy has others start is what Footfall understands, and what they do. */
class DeploymentTest {
  private static final Path DEPLOY = Path.of("../deploy").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Kubernetes' check of one kind: unknown and missing fields, and values of another type. */
  private interface Check {
    void validate(JsonElement resource) throws IOException;
  }

  private static final Map<String, Check> CHECKS =
      Map.of(
          "Namespace", V1Namespace::validateJsonElement,
          "ConfigMap", V1ConfigMap::validateJsonElement,
          "Service", V1Service::validateJsonElement,
          "StatefulSet", V1StatefulSet::validateJsonElement,
          "Deployment", V1Deployment::validateJsonElement,
          "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "NetworkPolicy", V1NetworkPolicy::validateJsonElement);

  private static List<JsonNode> rendered(String what) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    String yaml = Files.readString(DEPLOY.resolve("kubernetes/rendered/" + what + ".yaml"));
    for (Object document : new Yaml().loadAll(yaml)) {
      resources.add(JSON.valueToTree(document));
    }
    return resources;
  }

  private static List<JsonNode> pods(String what) throws IOException {
    return rendered(what).stream()
        .filter(resource -> resource.at("/spec/template/spec/containers").isArray())
        .toList();
  }

  private static void isUnderstood(JsonNode arguments) {
    List<String> words = new ArrayList<>();
    arguments.forEach(word -> words.add(word.asText()));
    assertThatCode(
            () ->
                Verbs.commandLine(new FootfallCommand(), words.toArray(String[]::new))
                    .parseArgs(words.toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "runs"})
  void kubernetesUnderstandsTheManifests(String what) throws IOException {
    Set<String> kinds = new LinkedHashSet<>();
    for (JsonNode resource : rendered(what)) {
      String kind = resource.get("kind").asText();
      kinds.add(kind);
      CHECKS.get(kind).validate(JsonParser.parseString(resource.toString()));
    }
    assertThat(kinds).contains("StatefulSet", "Deployment", "PodDisruptionBudget", "Service");
  }

  @Test
  void theCheckSeesWhatIsWrong() throws IOException {
    for (JsonNode pods : pods("serve")) {
      String wrong = pods.toString().replace("\"failureThreshold\"", "\"failureTreshold\"");
      assertThatCode(
              () -> CHECKS.get(pods.get("kind").asText()).validate(JsonParser.parseString(wrong)))
          .hasMessageContaining("failureTreshold");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "runs"})
  void allPodsAreProbedDisturbedOneByOneAndStartWhatThereIs(String what) throws IOException {
    List<JsonNode> all = rendered(what);
    for (JsonNode pods : pods(what)) {
      JsonNode container = pods.at("/spec/template/spec/containers/0");
      isUnderstood(container.get("args"));
      for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        assertThat(container.has(probe)).as(probe).isTrue();
      }
      JsonNode labels = pods.at("/spec/template/metadata/labels");
      assertThat(all)
          .filteredOn(resource -> resource.get("kind").asText().equals("PodDisruptionBudget"))
          .extracting(budget -> budget.at("/spec/selector/matchLabels"))
          .contains(labels);
      assertThat(labels).isEqualTo(pods.at("/spec/selector/matchLabels"));
      long drain = pods.at("/spec/template/spec/terminationGracePeriodSeconds").asLong();
      assertThat(drain).isGreaterThan(30);
      assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "runs"})
  void theSeedsAreThePodsOfTheStatefulSet(String what) throws IOException {
    JsonNode set =
        rendered(what).stream()
            .filter(resource -> resource.get("kind").asText().equals("StatefulSet"))
            .findFirst()
            .orElseThrow();
    String name = set.at("/metadata/name").asText();
    String service = set.at("/spec/serviceName").asText();
    String namespace = set.at("/metadata/namespace").asText();
    List<String> seeds = new ArrayList<>();
    for (int pod = 0; pod < set.at("/spec/replicas").asInt(); pod++) {
      seeds.add(name + "-" + pod + "." + service + "." + namespace + ".svc.cluster.local:7355");
    }
    for (JsonNode pods : pods(what)) {
      assertThat(environment(pods, "FOOTFALL_SEED_NODES").get("value").asText())
          .isEqualTo(String.join(",", seeds));
      assertThat(environment(pods, "FOOTFALL_TLS").get("value").asText()).isEqualTo("/tls");
      assertThat(environment(pods, "FOOTFALL_CLUSTER_HOST")).isNotNull();
    }
  }

  private static JsonNode environment(JsonNode pods, String name) {
    for (JsonNode variable : pods.at("/spec/template/spec/containers/0/env")) {
      if (variable.get("name").asText().equals(name)) {
        return variable;
      }
    }
    return null;
  }

  @Test
  void theScenarioThatIsServedIsSound() throws JsonProcessingException {
    assertThat(
            new ScenarioReader()
                .read(DEPLOY.resolve("kubernetes/serve/scenario.yaml"), List.of())
                .scenario()
                .pools())
        .extracting(pool -> pool.name())
        .containsExactly("slm", "llm");
  }

  @Test
  void theRenderedManifestsAreOfThese(@TempDir Path folder) throws Exception {
    assumeTrue(hasKustomize(), "there is no kubectl that knows kustomizations of today");
    Process rendering =
        new ProcessBuilder(DEPLOY.resolve("render-kubernetes").toString(), folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    assertThat(rendering.waitFor()).as(Files.readString(folder.resolve("said"))).isZero();
    for (String what : List.of("serve.yaml", "runs.yaml")) {
      assertThat(folder.resolve(what))
          .hasSameTextualContentAs(DEPLOY.resolve("kubernetes/rendered").resolve(what));
    }
  }

  private static boolean hasKustomize() throws Exception {
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    return installed
        && new ProcessBuilder("kubectl", "kustomize", DEPLOY.resolve("kubernetes/runs").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
  }

  @Test
  void theCompositionStartsWhatThereIs() throws IOException {
    JsonNode composition =
        new YAMLMapper()
            .valueToTree(new Yaml().load(Files.readString(DEPLOY.resolve("compose.yaml"))));
    Set<String> hosts = new LinkedHashSet<>();
    composition
        .get("services")
        .properties()
        .forEach(
            service -> {
              JsonNode member = service.getValue();
              isUnderstood(member.get("command"));
              hosts.add(member.at("/environment/FOOTFALL_CLUSTER_HOST").asText());
              assertThat(member.get("hostname").asText())
                  .isEqualTo(service.getKey())
                  .isEqualTo(member.at("/environment/FOOTFALL_CLUSTER_HOST").asText());
              String mounted = member.at("/volumes/0").asText().split(":")[0];
              assertThat(DEPLOY.resolve(mounted)).exists();
            });
    String seeds = composition.at("/services/worker-1/environment/FOOTFALL_SEED_NODES").asText();
    for (String seed : seeds.split(",")) {
      assertThat(hosts).contains(seed.replace(":7355", ""));
    }
  }

  @Test
  void theUnitStartsWhatThereIs() throws IOException {
    String unit = Files.readString(DEPLOY.resolve("systemd/footfall-node.service"));
    String start =
        unit.lines()
            .filter(line -> line.startsWith("ExecStart="))
            .findFirst()
            .orElseThrow()
            .replace("ExecStart=/opt/footfall/footfall ", "")
            .replace("${CREDENTIALS_DIRECTORY}", "/tls");
    for (String more : List.of("", "--serve /etc/footfall/scenario.yaml --workers slm=2")) {
      String[] words = start.replace("$NODE_ARGUMENTS", more).strip().split(" ");
      isUnderstood(JSON.valueToTree(words));
    }
    for (String file : List.of("tls.key", "tls.crt", "ca.crt")) {
      assertThat(unit).contains("LoadCredential=" + file + ":/etc/footfall/tls/" + file);
    }
  }
}
