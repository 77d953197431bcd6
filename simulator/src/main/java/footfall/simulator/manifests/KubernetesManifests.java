package footfall.simulator.manifests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.pools.Operations.Autoscaling;
import footfall.scenarios.pools.Operations.TargetInSystem;
import footfall.scenarios.pools.Operations.TargetUtilization;
import java.util.List;
import java.util.Optional;

/** Kubernetes manifests of a pool: a Deployment of vLLM servers, their Service and their HPA. */
final class KubernetesManifests {
  private static final int PORT = 8_000;
  private static final String IMAGE = "vllm/vllm-openai:latest";
  private static final String APP = "app.kubernetes.io/name";

  private final BoughtPool pool;

  KubernetesManifests(BoughtPool pool) {
    this.pool = pool;
  }

  /** What belongs together, which is applied together. */
  static ObjectNode kustomization(List<String> files) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("apiVersion", "kustomize.config.k8s.io/v1beta1").put("kind", "Kustomization");
    ArrayNode resources = node.putArray("resources");
    files.forEach(resources::add);
    return node;
  }

  ObjectNode deployment() {
    ObjectNode node = object("apps/v1", "Deployment");
    ObjectNode spec = node.putObject("spec");
    if (pool.spec().operations().autoscaling().isEmpty()) {
      spec.put("replicas", pool.spec().workers());
    }
    spec.putObject("selector").putObject("matchLabels").put(APP, pool.label());
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put(APP, pool.label());
    ObjectNode pod = template.putObject("spec");
    if (!pool.hardware().isEmpty()) {
      pod.putObject("nodeSelector").put("footfall/hardware", pool.hardware());
    }
    ObjectNode container = pod.putArray("containers").addObject();
    container.put("name", "vllm").put("image", IMAGE);
    ArrayNode arguments = container.putArray("args");
    // The image begins with `vllm serve`.
    pool.vllm().stream().skip(1).forEach(arguments::add);
    container.putArray("ports").addObject().put("name", "http").put("containerPort", PORT);
    container
        .putObject("resources")
        .putObject("limits")
        .put("nvidia.com/gpu", Integer.toString(pool.gpus()));
    ObjectNode ready = container.putObject("readinessProbe");
    ready.putObject("httpGet").put("path", "/health").put("port", "http");
    ready.put("periodSeconds", 5);
    return node;
  }

  ObjectNode service() {
    ObjectNode node = object("v1", "Service");
    ObjectNode spec = node.putObject("spec");
    spec.putObject("selector").put(APP, pool.label());
    spec.putArray("ports").addObject().put("name", "http").put("port", PORT);
    return node;
  }

  /** Empty where the number of workers is fixed, or follows a timetable. */
  Optional<ObjectNode> autoscaler() {
    return pool.spec().operations().autoscaling().flatMap(this::autoscaler);
  }

  private Optional<ObjectNode> autoscaler(Autoscaling scaling) {
    double perWorker;
    if (scaling.rule() instanceof TargetUtilization target) {
      perWorker = target.target() * pool.spec().slots();
    } else if (scaling.rule() instanceof TargetInSystem target) {
      perWorker = target.perWorker();
    } else {
      return Optional.empty();
    }
    ObjectNode node = object("autoscaling/v2", "HorizontalPodAutoscaler");
    ObjectNode spec = node.putObject("spec");
    spec.putObject("scaleTargetRef")
        .put("apiVersion", "apps/v1")
        .put("kind", "Deployment")
        .put("name", pool.label());
    spec.put("minReplicas", Math.max(1, scaling.min())).put("maxReplicas", scaling.max());
    ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Pods");
    ObjectNode pods = metric.putObject("pods");
    pods.putObject("metric").put("name", "vllm_num_requests_running");
    pods.putObject("target")
        .put("type", "AverageValue")
        .put("averageValue", Long.toString(Math.max(1, Math.round(perWorker))));
    spec.putObject("behavior")
        .putObject("scaleDown")
        .put("stabilizationWindowSeconds", scaling.cooldownNanos() / 1_000_000_000);
    return Optional.of(node);
  }

  private ObjectNode object(String version, String kind) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("apiVersion", version).put("kind", kind);
    ObjectNode metadata = node.putObject("metadata");
    metadata.put("name", pool.label());
    metadata.putObject("labels").put(APP, pool.label());
    return node;
  }

  /** Where the service is, from within the cluster. */
  static String address(BoughtPool pool) {
    return "http://" + pool.label() + ":" + PORT + "/v1";
  }
}
