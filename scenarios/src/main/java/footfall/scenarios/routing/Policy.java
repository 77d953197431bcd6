package footfall.scenarios.routing;

import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.pools.Circuit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** By what the pool is chosen; named by behaviour. */
public sealed interface Policy {

  /** The pools that requests may be sent to. */
  List<String> pools();

  /** Its name in scenarios and results. */
  String key();

  /** Whether each turn chooses anew, or the first turn for the whole conversation. */
  enum Granularity {
    TURN,
    CONVERSATION
  }

  /** Each pool gets a fixed share at random; the shares sum to one. */
  record FixedRatio(Map<String, Double> shares, Granularity per) implements Policy {
    @Override
    public String key() {
      return "ratio";
    }

    /** Copies the map in its order. */
    public FixedRatio {
      shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    }

    @Override
    public List<String> pools() {
      return List.copyOf(shares.keySet());
    }
  }

  /**
   * Each shopper belongs to one pool for good, by its number: an A/B test.
   *
   * @param shares of the shoppers; they sum to one
   */
  record StickySplit(Map<String, Double> shares, AbTest test) implements Policy {
    @Override
    public String key() {
      return "split";
    }

    /** Copies the map in its order. */
    public StickySplit {
      shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    }

    @Override
    public List<String> pools() {
      return List.copyOf(shares.keySet());
    }
  }

  /** What of a request decides. */
  enum Trait {
    INTENT,
    PRIORITY,
    LANGUAGE
  }

  /**
   * The pool that is named for the request's trait.
   *
   * @param otherwise for requests without the trait, and for traits that name none
   */
  record ByTrait(Trait trait, Map<String, String> poolOf, Optional<String> otherwise)
      implements Policy {
    @Override
    public String key() {
      return switch (trait) {
        case INTENT -> "byIntent";
        case PRIORITY -> "byPriority";
        case LANGUAGE -> "byLanguage";
      };
    }

    /** Copies the map in its order. */
    public ByTrait {
      poolOf = Collections.unmodifiableMap(new LinkedHashMap<>(poolOf));
    }

    @Override
    public List<String> pools() {
      Set<String> pools = new LinkedHashSet<>(poolOf.values());
      otherwise.ifPresent(pools::add);
      return List.copyOf(pools);
    }
  }

  /** The pool with the fewest requests in it for each of its slots; the first named wins a tie. */
  record LeastLoaded(List<String> pools) implements Policy {
    @Override
    public String key() {
      return "leastLoaded";
    }
  }

  /** The pool with the fewest requests in it, however large it is; the first named wins a tie. */
  record ShortestQueue(List<String> pools) implements Policy {
    @Override
    public String key() {
      return "shortestQueue";
    }
  }

  /**
   * The less loaded of two pools drawn at random (Mitzenmacher, "The power of two choices in
   * randomized load balancing", 2001).
   */
  record PowerOfTwo(List<String> pools) implements Policy {
    @Override
    public String key() {
      return "powerOfTwo";
    }
  }

  /** The pool in which the request costs least; the first named wins a tie. */
  record LeastCost(List<String> pools) implements Policy {
    @Override
    public String key() {
      return "leastCost";
    }
  }

  /**
   * The cheapest of the pools that are foreseen to answer in time; where none is, the one that is
   * foreseen to be quickest.
   */
  record PredictedLatency(List<String> pools, long withinNanos) implements Policy {
    @Override
    public String key() {
      return "predictedLatency";
    }
  }

  /**
   * The first pool answers; where its confidence is low the next pool is asked, and its answer
   * given if one comes. Every answer is paid for.
   *
   * @param confidence in an answer
   * @param threshold below which the next pool is asked
   * @param correlation of the confidence with the answer's satisfaction, by a Gaussian copula; zero
   *     is a confidence that knows nothing
   * @param measure what tells the confidence in live mode; empty where nothing does
   * @param joint how the answers of two pools to the same question go together; empty where each is
   *     drawn by itself
   */
  record Cascade(
      List<String> pools,
      Distribution confidence,
      double threshold,
      double correlation,
      Optional<ConfidenceMeasure> measure,
      Optional<Joint> joint)
      implements Policy {
    /**
     * How often both, one or neither of two pools answer the same question right; parts that sum to
     * one.
     */
    public record Joint(double both, double first, double second, double neither) {
      /** Of counts. */
      public static Joint ofCounts(double both, double first, double second, double neither) {
        double all = both + first + second + neither;
        return new Joint(both / all, first / all, second / all, neither / all);
      }

      /**
       * Whether the first pool is right, by the draw that decides how good its answer is. The
       * lowest draws are those in which the second pool alone is right, so that a confidence that
       * goes with the draw knows where it pays to ask on.
       */
      public boolean firstIsRight(double draw) {
        return draw >= second + neither;
      }

      /** Whether the second is right, by the draw of the first answer and one of its own. */
      public boolean secondIsRight(double firstDraw, double draw) {
        return firstDraw < second || (firstIsRight(firstDraw) && draw < both / (both + first));
      }
    }

    @Override
    public String key() {
      return "cascade";
    }

    /** The pool that is asked how good answers are; empty where none is. */
    public Optional<String> judge() {
      return measure
          .filter(ConfidenceMeasure.Judge.class::isInstance)
          .map(judge -> ((ConfidenceMeasure.Judge) judge).pool());
    }
  }

  /**
   * The first pool in which fewer than so many requests wait; the last where there is none. A pool
   * that turns a request away, or is throttled, passes it on to the next.
   */
  record SpillOver(List<String> pools, int queued) implements Policy {
    @Override
    public String key() {
      return "spillOver";
    }
  }

  /**
   * Ranks of pools, as gateways have them: the first rank with a pool that is not left alone
   * answers; on failure another of its pools, and then the next rank. A pool is left alone while
   * its circuit is open.
   *
   * @param ranks in order of preference
   * @param weights by which the pools of a rank share its requests; those that are not named, or
   *     have none, come after the others of their rank. Empty: evenly
   * @param per whether each turn draws anew
   * @param circuit of each pool
   */
  record Fallback(
      List<List<String>> ranks, Map<String, Double> weights, Granularity per, Circuit circuit)
      implements Policy {
    /** Copies the lists, and the map in its order. */
    public Fallback {
      ranks = ranks.stream().map(List::copyOf).toList();
      weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    @Override
    public String key() {
      return "fallback";
    }

    @Override
    public List<String> pools() {
      return ranks.stream().flatMap(List::stream).toList();
    }

    /** The weight of a pool in its rank. */
    public double weight(String pool) {
      return weights.isEmpty() ? 1 : weights.getOrDefault(pool, 0.0);
    }
  }

  /**
   * The preferred pool as long as the budget pays for it, else the other. The budget comes in
   * evenly and what is saved of it never exceeds that of one period.
   *
   * @param amount currency units for each period
   */
  record BudgetAware(String preferred, String otherwise, double amount, long periodNanos)
      implements Policy {
    @Override
    public String key() {
      return "budgetAware";
    }

    @Override
    public List<String> pools() {
      return List.of(preferred, otherwise);
    }
  }
}
