package footfall.simulator.laws;

import java.util.Locale;
import java.util.SplittableRandom;

/** Scenarios at random in which much is going on. */
final class RandomWorld {
  /** So small that its memory is often full. */
  private static final String ENGINE =
      "footprint: {weights: 1MB, kvPerToken: 1kB, parameters: 1e6, layers: 2, attentionWidth: 64},"
          + " engine: {maxBatchedTokens: 64, blockSize: 8, kvTokens: 900, step: {overhead: 5ms,"
          + " perSequence: 1ms, compute: 2GFLOP/s, weightBandwidth: 200MB/s, kvBandwidth: 100MB/s,"
          + " attentionCompute: 1GFLOP/s}}";

  private final int seed;
  private final SplittableRandom random;

  private RandomWorld(int seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  static String yaml(int seed) {
    return new RandomWorld(seed).yaml();
  }

  private String yaml() {
    return String.format(
        Locale.ROOT,
        """
        name: world
        seed: %d
        replications: 2
        horizon: 20min
        month: steady
        drain: %s
        arrivals: {%s}
        shoppers:
          plain: {share: 0.3, turns: 2, thinking: 5s, patience: {exponential: {mean: 5s}}}
          rich:
            share: 0.7
            turns: 6
            thinking: {exponential: {mean: 5s}}
            %s
            messageTokens: {lognormal: {mean: 20, sd: 20}}
            replyTokens: {exponential: {mean: 40}}
            context: {system: 50, history: %s, limit: 400}
            deadline: 10s
            languages: {english: {share: 0.5}, hinglish: {share: 0.5, inflation: 1.4}}
            intents:
              start: {search: 1}
              states:
                search: {calls: {uniform: {min: 1, max: 4}}, tool: 100ms, toolTokens: 30, next: {search: 0.5, reject: 0.3, buy: 0.1}}
                reject: {reasons: {price: 0.5, style: 0.5}, next: {search: 1}}
                buy: {accepts: true}
            %s
            %s
            %s
            purchase: {rate: 0.5, revenue: 10, bySatisfaction: {0: 0, 1: 1.5}}
        pools:
          gpu: {quality: {satisfaction: {beta: {mean: 0.7, sd: 0.2}}, byIntent: {reject: 0.4}}, workers: %d, slots: 4, %s, %s, queue: {discipline: %s%s%s}, %s}
          llm: {kind: llm, slots: 20, service: {time: {exponential: {mean: 300ms}}, perOutputToken: {exponential: {mean: 5ms}}}, cost: {perMillionInputTokens: $1}, quality: {satisfaction: 0.9, tool_selection: {bernoulli: {mean: 0.8}}, byLanguage: {hinglish: {satisfaction: 0.6}}}, api: {%s}}
        %s
        """,
        random.nextInt(1_000),
        pick("true", "false"),
        pick(
            "poisson: {rate: 1/s}",
            "gamma: {rate: 1/s, cv: 3}",
            "mmpp: {states: [{rate: 3/s, stay: 1min}, {rate: 0/s, stay: 1min}]}",
            "weibull: {rate: 1/s, cv: 2, shape: [{flashSale: {at: 5min, amplitude: 5}}]}",
            "piecewise: [{from: 1min, to: 4min, rate: 3/s}, {from: 6min, to: 12min, rate: 1/s}]"),
        pick("", "patience: {exponential: {mean: 4s}}"),
        pick("true", "false"),
        pick("", "retry: {probability: 0.7, pause: 2s, max: 3}"),
        pick("", "comeBack: {probability: 0.5, after: {exponential: {mean: 1min}}}"),
        pick(
            "",
            "slowAnswers: {satisfaction: {1s: 1, 9s: 0.2}}",
            "slowAnswers: {satisfaction: {0s: 1, 5s: 0}, leaving: {0s: 0.1, 20s: 0.9}}"),
        1 + random.nextInt(3),
        pick("loadTime: 5s", "loadTime: 0s", "loadTime: 30s, inFlight: requeue"),
        pick(
            "prefixCache: 0.5, service: {time: {exponential: {mean: 1s}}}",
            ENGINE,
            "prefixCache: 0.5, service: {time: 50ms, perInputToken: 1ms, batching: {tpot: {affine: {base: 10ms, perRequest: 3ms}}}}",
            "prefixCache: 0.5, device: {memory: 1MB, usable: 1}, footprint: {kvPerToken: 0.9kB}, service: {batching: {tpot: {affine: {base: 10ms, perRequest: 3ms}}}}"),
        pick("fifo", "priority", "shortest", "deadline"),
        pick("", ", capacity: 5"),
        pick("", ", expiry: 4s"),
        pick(
            "failures: {uptime: {exponential: {mean: 90s}}, repair: {exponential: {mean: 20s}}}",
            "rollingRestart: {at: 2min}, outages: [{from: 5min, to: 6min, workers: 1}]",
            "autoscale: {min: 1, max: 5, utilization: 0.5, every: 10s, cooldown: 30s}",
            "autoscale: {min: 0, max: 5, inSystem: 3, every: 10s, cooldown: 30s}, failures: {uptime: {exponential: {mean: 2min}}, repair: 10s}",
            "autoscale: {max: 5, schedule: [{from: 2min, to: 5min, workers: 5}, {from: 5min, to: 9min, workers: 2}]}",
            "power: {idle: 10W, busy: 90W, curve: {1: 50W, 4: 90W}}"),
        pick(
            "tokensPerMinute: 5000, retries: {max: 3}",
            "requestsPerMinute: 20, errorRate: 0.1, timeout: 1s, retries: {max: 2, jitter: decorrelated}",
            "outages: [{from: 3min, to: 5min}], retries: {max: 4, jitter: none}",
            "errorRate: 0.3, budget: {perMonth: $0.02}"),
        routing());
  }

  private String routing() {
    String[] policies = {
      "ratio: {gpu: 0.6, llm: 0.4}",
      "ratio: {gpu: 0.6, llm: 0.4}, per: conversation",
      "split: {shares: {gpu: 0.5, llm: 0.5}}",
      "byIntent: {search: gpu, buy: llm}, otherwise: llm",
      "byPriority: {0: gpu}, otherwise: llm",
      "byLanguage: {english: gpu}, otherwise: llm",
      "leastLoaded: [gpu, llm], staleness: 10s",
      "shortestQueue: [gpu, llm]",
      "powerOfTwo: [gpu, llm], staleness: 3s",
      "leastCost: [llm, gpu]",
      "predictedLatency: {pools: [gpu, llm], within: 1s}",
      "cascade: {pools: [gpu, llm], threshold: 0.5, correlation: 0.5}",
      "spillOver: {pools: [gpu, llm], queued: 2}, staleness: 1s",
      "spillOver: {pools: [llm, gpu], queued: 2}",
      "fallback: {pools: [gpu, llm], circuit: {failures: 2, open: 20s}}",
      "fallback: {pools: [llm, gpu], circuit: {failures: 1, open: 5s}}",
      "budgetAware: {prefer: llm, otherwise: gpu, budget: $0.01, per: 1min}",
      "classify byIntent: {search: gpu}, otherwise: llm",
      "classify byLanguage: {english: gpu, hinglish: llm}, otherwise: gpu"
    };
    String policy = policies[seed % policies.length]; // So that no policy is left to chance.
    String triage =
        "  triage: {workers: 1, slots: 2, queue: {capacity: 4}, service: {time: {exponential: {mean:"
            + " 200ms}}}}\n";
    return policy.startsWith("classify ")
        ? triage
            + "routing: {"
            + policy.substring(9)
            + ", classifier: {pool: triage, accuracy: 0.8, errorCost: 0.2}}"
        : "routing: {" + policy + "}";
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
