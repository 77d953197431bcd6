package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.acceptance.Processes.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan is sized, deployed, put under load, and checked through a real Prometheus. */
@Isolated // It measures rates in seconds.
class CheckTest {
  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        replications: 3
        horizon: 20min
        warmUp: 2min
        month: steady
        arrivals: {poisson: {rate: 2/s}}
        shoppers: {plain: {turns: 2, thinking: 2s, messageTokens: 20, replyTokens: 30}}
        pools:
          slm: {slots: 4, service: {time: 60ms, perOutputToken: 2ms}, cost: {perWorkerHour: $1}}
        routing: {ratio: {slm: 1}}
        slos:
          - {metric: request_latency, stat: p95, op: <=, threshold: 2s}
          - {metric: abandonment_rate, op: <=, threshold: 0.01}
        sizing:
          variables: [{path: pools.slm.workers, from: 1, to: 2}]
        """);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private void sized(String deployment) throws Exception {
    Ended sized =
        processes.run(
            "size", "shop.yaml", "--quiet", "--plan", "plan.yaml", "--deployment", deployment);
    assertThat(sized.code()).as(sized.out() + sized.err()).isZero();
  }

  @Test
  void aPlanIsPlainYamlWithAQueryForEachFigure() throws Exception {
    sized("vllm");

    assertThat(Files.readString(folder.resolve("plan.yaml")))
        .contains("plan: shop", "pools.slm.workers: \"1\"")
        .contains("vllm:prompt_tokens_total{model_name=\\\"slm\\\"}")
        .contains("count(vllm:num_requests_running{model_name=\\\"slm\\\"})")
        .contains("histogram_quantile(0.95")
        .contains("notChecked:\n- abandonment rate <= 0.01");
    Ended refused = processes.run("check", "shop.yaml", "--metrics", "http://127.0.0.1:1");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("footfall size SCENARIO --plan FILE");
    Ended silent = processes.run("check", "plan.yaml", "--metrics", "http://127.0.0.1:1");
    assertThat(silent.code()).isEqualTo(1);
    assertThat(silent.err()).contains("--metrics http://127.0.0.1:1: does not answer");
  }

  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"footfall", "vllm"})
  void aDeploymentIsCheckedAndItsDriftFound(String deployment) throws Exception {
    sized(deployment);
    Process served =
        processes.footfall(
            "served", List.of("serve", "shop.yaml", "--port", "0", "--vllm-metrics"));
    String gateway = processes.awaitServed(served, "served");
    String prometheus = prometheus(gateway.replace("http://", ""));

    load(gateway, "2/s");
    Ended kept = check(prometheus);
    assertThat(kept.code()).as(kept.out() + kept.err()).isZero();
    assertThat(kept.out()).startsWith("PASS: of ").contains("0 have drifted");

    Ended imported =
        processes.run("import", "--metrics", prometheus, "--window", "2min", "--as", "found.yaml");
    assertThat(imported.code()).as(imported.out() + imported.err()).isZero();
    assertThat(Files.readString(folder.resolve("found.yaml")))
        .containsPattern("messageTokens: [2-6]\\d\\n") // What was said before is said again.
        .containsPattern("replyTokens: [23]\\d\\n");

    load(gateway, "8/s");
    Ended drifted = check(prometheus);
    assertThat(drifted.code()).as(drifted.out() + drifted.err()).isEqualTo(2);
    assertThat(drifted.out())
        .startsWith("DRIFTED: of ")
        .containsPattern("requests in the busiest hour .*DRIFTED")
        .contains("footfall size shop.yaml --plan plan.yaml");
  }

  private Ended check(String prometheus) throws Exception {
    return processes.run(
        "check", "plan.yaml", "--metrics", prometheus, "--window", "12s", "--interval", "6s");
  }

  private void load(String gateway, String rate) throws Exception {
    Ended loaded =
        processes.run(
            "load",
            "shop.yaml",
            "--target",
            gateway,
            "--quiet",
            "--set",
            "horizon=14s",
            "--set",
            "warmUp=2s",
            "--set",
            "replications=1",
            "--set",
            "arrivals={constant: {rate: " + rate + "}}");
    assertThat(loaded.code()).as(loaded.out() + loaded.err()).isIn(0, 4);
  }

  private String prometheus(String target) throws Exception {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - {job_name: shop, static_configs: [{targets: ["%s"]}]}
        """
            .formatted(target));
    String address = Processes.freeSeed();
    Process server =
        processes.start(
            "prometheus",
            List.of(
                "prometheus",
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=" + folder.resolve("series"),
                "--web.listen-address=" + address));
    processes.await(server, "prometheus.err", Pattern.compile("ready to receive web requests"));
    return "http://" + address;
  }
}
