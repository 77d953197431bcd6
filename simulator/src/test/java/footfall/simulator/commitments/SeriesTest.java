package footfall.simulator.commitments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
  /** The manifests start a pool's servers under this name, since Kubernetes takes no other. */
  @Test
  void serversAreAskedForByTheNameThatTheManifestsGiveThem() {
    assertThat(Series.VLLM.requests(Series.VLLM.named("Small_1")))
        .isEqualTo("vllm:request_success_total{model_name=\"small-1\"}");
    assertThat(Series.FOOTFALL.requests(Series.FOOTFALL.named("Small_1")))
        .isEqualTo("footfall_pool_requests_total{pool=\"Small_1\"}");
    assertThat(Series.VLLM.requestsOf(List.of("a", "b")))
        .isEqualTo("vllm:request_success_total{model_name=~\"a|b\"}");
  }
}
