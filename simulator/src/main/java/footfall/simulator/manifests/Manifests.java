package footfall.simulator.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan has bought, as files for those who run it: vLLM command lines, Kubernetes manifests
 * with the settings that were simulated, and a configuration of the LiteLLM router with the ratio,
 * weights and fallbacks that were chosen.
 */
public final class Manifests {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .build());

  private final ResolvedScenario resolved;
  private final List<BoughtPool> pools = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  /** What servers of a pool are called: lower case letters, digits and dashes (RFC 1123). */
  public static String label(String pool) {
    String label =
        pool.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return label.isEmpty() ? "pool" : label;
  }

  private Manifests(ResolvedScenario resolved) throws IOException {
    this.resolved = resolved;
    JsonNode stated = YAML.readTree(resolved.yaml()).path("pools");
    for (PoolSpec pool : resolved.scenario().pools()) {
      pools.add(new BoughtPool(pool, stated.path(pool.name())));
    }
  }

  /**
   * Writes the files, and replaces those that are there.
   *
   * @param folder made where there is none
   * @throws InvalidInputException if it cannot be written
   */
  public static void write(ResolvedScenario resolved, Path folder) {
    try {
      Manifests manifests = new Manifests(resolved);
      manifests.render();
      for (Map.Entry<String, String> file : manifests.files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, file.getValue().stripTrailing() + "\n");
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--manifest " + folder, "cannot be written (" + e + ")", "choose another folder");
    }
  }

  private void render() throws IOException {
    List<BoughtPool> served = pools.stream().filter(BoughtPool::isServed).toList();
    StringBuilder commands = new StringBuilder("#!/bin/sh\n");
    List<String> resources = new ArrayList<>();
    for (BoughtPool pool : served) {
      commands.append("\n# ").append(pool.name()).append(": ").append(pool.spec().workers());
      commands.append(pool.spec().workers() == 1 ? " worker" : " workers");
      commands.append(pool.hardware().isEmpty() ? "" : " on " + pool.hardware());
      commands.append(", each\nvllm ").append(String.join(" ", pool.vllm())).append('\n');
      KubernetesManifests kubernetes = new KubernetesManifests(pool);
      add(resources, pool.label() + "-deployment.yaml", Optional.of(kubernetes.deployment()));
      add(resources, pool.label() + "-service.yaml", Optional.of(kubernetes.service()));
      add(resources, pool.label() + "-hpa.yaml", kubernetes.autoscaler());
    }
    if (!served.isEmpty()) {
      files.put("vllm.sh", commands.toString());
      files.put(
          "kubernetes/kustomization.yaml",
          YAML.writeValueAsString(KubernetesManifests.kustomization(resources)));
    }
    files.put(
        "litellm.yaml",
        YAML.writeValueAsString(
            new LiteLlmRouter(pools, resolved.scenario().routing().policy()).config()));
  }

  private void add(List<String> resources, String name, Optional<? extends JsonNode> manifest)
      throws IOException {
    if (manifest.isPresent()) {
      resources.add(name);
      files.put("kubernetes/" + name, YAML.writeValueAsString(manifest.get()));
    }
  }
}
