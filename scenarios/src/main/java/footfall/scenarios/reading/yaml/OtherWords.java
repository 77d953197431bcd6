package footfall.scenarios.reading.yaml;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Keys and names of other tools, and what they are called here. */
final class OtherWords {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("input_tokens", "messageTokens of a class of shoppers"),
          Map.entry("prompt_tokens", "messageTokens of a class of shoppers"),
          Map.entry("isl", "messageTokens of a class of shoppers"),
          Map.entry("output_tokens", "replyTokens of a class of shoppers"),
          Map.entry("max_tokens", "replyTokens of a class of shoppers"),
          Map.entry("osl", "replyTokens of a class of shoppers"),
          Map.entry("max_num_seqs", "engine.maxSequences"),
          Map.entry("max_num_batched_tokens", "engine.maxBatchedTokens"),
          Map.entry("max_model_len", "engine.maxContext"),
          Map.entry("gpu_memory_utilization", "engine.memoryUtilization"),
          Map.entry("enable_prefix_caching", "engine.prefixCaching"),
          Map.entry("block_size", "engine.blockSize"),
          Map.entry("tensor_parallel_size", "gpusPerWorker"),
          Map.entry("tp", "gpusPerWorker"),
          Map.entry("dtype", "precision"),
          Map.entry("gpu", "hardware"),
          Map.entry("gpus", "workers, of gpusPerWorker each"),
          Map.entry("replicas", "workers"),
          Map.entry("rpm", "api.requestsPerMinute"),
          Map.entry("tpm", "api.tokensPerMinute"),
          Map.entry("itpm", "api.inputTokensPerMinute"),
          Map.entry("otpm", "api.outputTokensPerMinute"),
          Map.entry("rpd", "api.requestsPerDay"),
          Map.entry("tpd", "api.tokensPerDay"),
          Map.entry("allowed_fails", "routing.fallback.circuit.failures"),
          Map.entry("cooldown_time", "routing.fallback.circuit.open"),
          Map.entry("weight", "routing.ratio"),
          Map.entry("max_parallel_requests", "api.concurrentRequests"),
          Map.entry("qps", "arrivals: {poisson: {rate: 5/s}}"),
          Map.entry("rps", "arrivals: {poisson: {rate: 5/s}}"),
          Map.entry("concurrency", "arrivals: {closed: {population: 100}}"),
          Map.entry("tpot", "inter_token_latency"),
          Map.entry("tps", "request_throughput"),
          Map.entry("goodput", "request_throughput"));

  private OtherWords() {}

  /** What a word of another tool means here; empty for one that is not known. */
  static Optional<String> meaning(String word) {
    return Optional.ofNullable(WORDS.get(word.toLowerCase(Locale.ROOT)));
  }
}
