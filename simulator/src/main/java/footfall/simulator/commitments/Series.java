package footfall.simulator.commitments;

import footfall.simulator.manifests.Manifests;
import java.util.List;
import java.util.Optional;

/** How PromQL asks for what a deployment does, by the metrics that it has. */
public enum Series {
  /** The gateway of {@code footfall serve}. */
  FOOTFALL {
    @Override
    String requests(String pool) {
      return "footfall_pool_requests_total" + by("pool", pool);
    }

    @Override
    Optional<String> tokens(String pool, String direction) {
      return Optional.of(
          "footfall_pool_tokens_total{pool=\"" + pool + "\",direction=\"" + direction + "\"}");
    }

    @Override
    String seconds(String metric, String pool, String part) {
      return switch (metric) {
            case "time_to_first_token" -> "gen_ai_server_time_to_first_token_seconds";
            case "time_per_output_token" -> "gen_ai_server_time_per_output_token_seconds";
            case "queue_wait" -> "footfall_pool_queue_wait_seconds";
            default -> "gen_ai_server_request_duration_seconds";
          }
          + part
          + by(metric.equals("queue_wait") ? "pool" : "gen_ai_response_model", pool);
    }

    @Override
    Optional<String> outcome(String outcome) {
      return Optional.of("footfall_pool_requests_total{outcome=\"" + outcome + "\"}");
    }

    @Override
    Optional<String> workers(String pool) {
      return Optional.of("footfall_pool_workers_up" + by("pool", pool));
    }
  },

  /** Servers of vLLM, each pool under the name of its model as the manifests start them. */
  VLLM {
    @Override
    String requests(String pool) {
      return "vllm:request_success_total" + by("model_name", pool);
    }

    @Override
    Optional<String> tokens(String pool, String direction) {
      String which = direction.equals("input") ? "prompt" : "generation";
      return Optional.of("vllm:" + which + "_tokens_total" + by("model_name", pool));
    }

    @Override
    String seconds(String metric, String pool, String part) {
      return switch (metric) {
            case "time_to_first_token" -> "vllm:time_to_first_token_seconds";
            case "time_per_output_token" -> "vllm:inter_token_latency_seconds";
            case "queue_wait" -> "vllm:request_queue_time_seconds";
            default -> "vllm:e2e_request_latency_seconds";
          }
          + part
          + by("model_name", pool);
    }

    @Override
    Optional<String> outcome(String outcome) {
      return Optional.empty();
    }

    /** Each server is one series. */
    @Override
    Optional<String> workers(String pool) {
      return Optional.of("vllm:num_requests_running" + by("model_name", pool));
    }

    @Override
    String named(String pool) {
      return Manifests.label(pool);
    }

    @Override
    String workersUp(String series) {
      return "count(" + series + ")";
    }
  };

  /** A counter of requests that ended; of all pools where none is named. */
  abstract String requests(String pool);

  /** The same of several pools. */
  String requestsOf(List<String> pools) {
    String one = requests("POOL");
    return one.replace("=\"POOL\"", "=~\"" + String.join("|", pools) + "\"");
  }

  abstract Optional<String> tokens(String pool, String direction);

  /** A histogram's bucket, sum or count; of all pools where none is named. */
  abstract String seconds(String metric, String pool, String part);

  /** A counter of the requests that ended so; empty where they are not told apart. */
  abstract Optional<String> outcome(String outcome);

  abstract Optional<String> workers(String pool);

  /** What the deployment calls a pool. */
  String named(String pool) {
    return pool;
  }

  /** How many workers are up, of the series of them. */
  String workersUp(String series) {
    return "sum(avg_over_time(" + series + "[$window]))";
  }

  private static String by(String label, String pool) {
    return pool.isEmpty() ? "" : "{" + label + "=\"" + pool + "\"}";
  }
}
