package footfall.simulator.planning;

import footfall.queueing.closedforms.MarkovQueue;
import footfall.queueing.closedforms.ProcessorSharing;
import footfall.queueing.closedforms.WaitingTime;
import footfall.reports.analysis.sizing.Demand;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.SteadyBatch;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec.Layout;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.HashMap;
import java.util.Map;

/** The pools of a scenario as theory sees them, for any numbers of workers. */
final class PoolQueues {
  /** By as much an engine may be better than its closed form: nothing is ruled out for less. */
  private static final double OPTIMISM = 1.15;

  private final Scenario scenario;
  private final Demand demand;
  private final double loadFactor;
  private final boolean isFixed;
  private final Map<String, Queue> queues = new HashMap<>();

  /**
   * A pool under a load.
   *
   * @param waiting how long requests wait in it
   * @param slowdown by what it slows those in service
   * @param lost part of the requests that is turned away or gives up
   * @param inService mean number of requests in service
   */
  record Queue(WaitingTime waiting, double slowdown, double lost, double inService) {}

  PoolQueues(Scenario scenario, Demand demand, double loadFactor) {
    this.scenario = scenario;
    this.demand = demand;
    this.loadFactor = loadFactor;
    this.isFixed = LossBound.sharesAreFixed(scenario);
  }

  /** Offered utilisation of the busiest pool; of all together where the shares are not fixed. */
  double utilization(Scenario candidate, double load) {
    double greatest = 0;
    if (!isFixed) {
      double work = 0;
      double servers = 0;
      for (int pool = 0; pool < candidate.pools().size(); pool++) {
        work += load * loadFactor * work(pool);
        servers += candidate.pools().get(pool).servers();
      }
      return work / servers;
    }
    for (int pool = 0; pool < candidate.pools().size(); pool++) {
      greatest = Math.max(greatest, utilization(candidate, pool, load));
    }
    return greatest;
  }

  /** Requests in service if there is room for all. */
  double work(int pool) {
    double service = demand.meanService(pool);
    return Double.isNaN(service) ? 0 : demand.perSecond(pool) * service;
  }

  /** Offered utilisation of a pool; of its quota where that binds first. */
  double utilization(Scenario candidate, int pool, double load) {
    PoolSpec spec = candidate.pools().get(pool);
    double perSecond = load * loadFactor * demand.perSecond(pool);
    return perSecond == 0 ? 0 : perSecond / capacityPerSecond(spec, pool);
  }

  /** Requests that a pool can answer in a second. */
  private double capacityPerSecond(PoolSpec spec, int pool) {
    double served =
        spec.engine().isPresent()
            ? spec.mostSpeed() * OPTIMISM * steady(spec, pool).requestsPerSecond()
            : spec.mostSpeed() * spec.slots() / secondsTogether(spec, pool, spec.slots());
    return spec.api().map(api -> Math.min(served, quotaPerSecond(api, pool))).orElse(served);
  }

  /** Requests that a vendor's quotas allow in a second. */
  private double quotaPerSecond(VendorApi api, int pool) {
    double written = demand.outputTokens(pool);
    double read = demand.allTokens(pool) - written;
    double counted = api.quotas().counted(read, demand.cachedTokens(pool));
    return api.quotas().requestsPerSecond(counted, written);
  }

  /** What a mean request takes where so many run together on every worker. */
  private double secondsTogether(PoolSpec spec, int pool, int together) {
    return secondsTogether(spec, pool, together, spec.workers());
  }

  private double secondsTogether(PoolSpec spec, int pool, int together, int workers) {
    if (spec.engine().isPresent()) {
      return steady(spec, pool).secondsTogether(together);
    }
    double alone = demand.meanService(pool);
    if (spec.service().batching().isEmpty()) {
      return alone;
    }
    Batching batching = spec.service().batching().get();
    double written = demand.outputTokens(pool);
    double prefill = Math.max(0, alone - written * batching.tpot().at(1));
    return prefill * batching.prefillSlowdownEverywhere(together, workers)
        + written * batching.tpotEverywhere(together, workers);
  }

  /** The closed form of the pool's engine under what its shoppers ask. */
  private SteadyBatch steady(PoolSpec spec, int pool) {
    double written = demand.outputTokens(pool);
    Engine engine = spec.engine().orElseThrow();
    double shared = engine.prefixCaching() ? scenario.systemTokens() : 0;
    double cached = Math.max(shared, demand.cachedTokens(pool)); // The pilot finds history alone.
    return new SteadyBatch(engine, demand.allTokens(pool) - written, cached, written)
        .sharing(shared);
  }

  /** Requests that one worker serves at the same time. */
  private int together(PoolSpec spec, int pool) {
    return spec.engine().isPresent() ? steady(spec, pool).most() : spec.slots();
  }

  /** Every pool under so many times the load. */
  Queue[] of(Scenario candidate, double load) {
    Queue[] all = new Queue[candidate.pools().size()];
    for (int pool = 0; pool < all.length; pool++) {
      int index = pool;
      PoolSpec spec = candidate.pools().get(pool);
      all[pool] =
          queues.computeIfAbsent(
              pool + " " + spec.workers() + " " + load, key -> queue(spec, index, load));
    }
    return all;
  }

  private Queue queue(PoolSpec spec, int pool, double load) {
    double lambda = load * loadFactor * demand.perSecond(pool);
    if (lambda == 0 || spec.api().isPresent() || spec.operations().autoscaling().isPresent()) {
      double offered = lambda == 0 ? 0 : lambda / capacityPerSecond(spec, pool);
      double lost = spec.api().isPresent() && offered > 1 ? 1 - 1 / offered : 0;
      return new Queue(WaitingTime.NONE, 1, lost, lambda == 0 ? 0 : work(pool) * load);
    }
    double slowdown = slowdown(spec, pool, lambda);
    double service =
        slowdown > 1 ? secondsTogether(spec, pool, together(spec, pool)) : demand.meanService(pool);
    int servers = spec.workers() * together(spec, pool);
    boolean split = spec.queue().layout() == Layout.PER_WORKER;
    double theta = impatience();
    boolean bounded = spec.queue().capacity().isPresent();
    if (theta > 0 || bounded || spec.queue().expiryNanos().isPresent()) {
      double leaving =
          theta
              + (spec.queue().expiryNanos().isPresent()
                  ? 1e9 / spec.queue().expiryNanos().getAsLong()
                  : 0);
      long room = bounded ? (long) servers + spec.queue().capacity().getAsInt() : Long.MAX_VALUE;
      MarkovQueue queue = MarkovQueue.solve(lambda, 1 / service, servers, room, leaving);
      double lost =
          1 - (1 - queue.probabilityOfBlocking()) * (1 - queue.probabilityOfAbandonment());
      return new Queue(
          new WaitingTime.Exponential(queue.probabilityOfWait(), queue.meanWait()),
          slowdown,
          lost,
          queue.utilization() * servers);
    }
    // Separate queues are at best as good as a shared one.
    boolean batches = spec.service().batching().isPresent() || spec.engine().isPresent();
    double cv2 = batches ? 0 : demand.serviceCv2(pool);
    return new Queue(
        WaitingTime.allenCunneen(
            lambda, service, split ? 0 : arrivalCv2(), cv2, servers, scenario.horizonSeconds()),
        slowdown,
        0,
        Math.min(servers, lambda * service));
  }

  /** By what requests in a batch slow each other, over a request that runs alone. */
  private double slowdown(PoolSpec spec, int pool, double lambda) {
    if (spec.service().batching().isEmpty() && spec.engine().isEmpty()) {
      return 1;
    }
    int most = together(spec, pool);
    double[] deathRates = new double[most + 1];
    for (int n = 1; n < deathRates.length; n++) {
      deathRates[n] = n / secondsTogether(spec, pool, n);
    }
    double each = Math.min(lambda / spec.workers(), 0.999 * deathRates[most]);
    ProcessorSharing shared = ProcessorSharing.solve(each, deathRates);
    return Math.max(
        1, (shared.meanSojourn() - shared.meanWait()) / secondsTogether(spec, pool, 1, 1));
  }

  private double impatience() {
    double mean = 0;
    for (ShopperClass shopper : scenario.shoppers()) {
      if (shopper.patience().isEmpty()) {
        return 0;
      }
      mean += shopper.share() * shopper.patience().get().mean();
    }
    return mean > 0 ? 1 / mean : 0;
  }

  /**
   * Of the gaps between requests; conversations of several turns mix them until they are Poisson.
   */
  private double arrivalCv2() {
    boolean single =
        scenario.shoppers().stream().allMatch(s -> s.isPlain() && s.turns().mean() <= 1);
    return single && scenario.arrivals() instanceof Renewal renewal && renewal.shapes().isEmpty()
        ? renewal.gap().squaredCv()
        : 1;
  }
}
