package footfall.simulator.planning;

import footfall.reports.analysis.Demand;
import footfall.reports.theory.MarkovPool;
import footfall.reports.theory.MarkovQueue;
import footfall.reports.theory.ProcessorSharing;
import footfall.reports.theory.Reduction;
import footfall.reports.theory.WaitingTime;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec.Layout;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.sizing.Sizing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Forecasts configurations that differ in their numbers of workers only, from what their shoppers
 * ask where nobody waits. Where theory is not exact it is trusted to a tenth of the load and a
 * factor of two: a configuration is called impossible only if nine tenths of the load would miss an
 * objective by that much.
 */
final class Forecaster {
  private static final double HOURS_PER_MONTH = 730;
  private static final double LESS_LOAD = 0.9;
  private static final double MARGIN = 2;

  private final Sizing sizing;
  private final Scenario scenario;
  private final Demand demand;
  private final double loadFactor;
  private final boolean isFixed;
  private final boolean isOpen;
  private final double variableObjective;
  private final double[] unhindered;
  private final Map<String, Queue> queues = new HashMap<>();

  /** A pool under a load: how long requests wait in it, and by what it slows those in service. */
  private record Queue(WaitingTime waiting, double slowdown, double lost, double inService) {}

  /**
   * Forecasts for scenarios that differ from this one in their numbers of workers.
   *
   * @param demand what an {@link Uncongested} run of it showed
   * @param loadFactor by what the load of the scenarios to be forecast exceeds that of the demand
   */
  Forecaster(Sizing sizing, Scenario scenario, Demand demand, double loadFactor) {
    this.sizing = sizing;
    this.scenario = scenario;
    this.demand = demand;
    this.loadFactor = loadFactor;
    this.isFixed = sharesAreFixed(scenario);
    this.isOpen = scenario.arrivals() instanceof Arrivals.Open;
    double variable =
        sizing.objective() == Sizing.Objective.COST
            ? demand.value(figure("cost_per_month")) * loadFactor
            : 0;
    this.variableObjective = Double.isNaN(variable) ? 0 : variable;
    this.unhindered =
        scenario.slos().stream().mapToDouble(slo -> demand.value(slo.figure())).toArray();
  }

  private static FigureName figure(String name) {
    return FigureName.parse(name).orElseThrow();
  }

  /** Whether the pools' shares are the same whatever their load. */
  static boolean sharesAreFixed(Scenario scenario) {
    Policy policy = scenario.routing().policy();
    return policy instanceof Policy.FixedRatio
        || policy instanceof Policy.StickySplit
        || policy instanceof Policy.ByTrait;
  }

  Forecast of(Scenario candidate) {
    List<Slo> slos = candidate.slos();
    List<MarkovPool> markov = Reduction.markov(candidate);
    double[] violations = new double[slos.size()];
    double[] surely = new double[slos.size()];
    boolean[] exact = new boolean[slos.size()];
    double fixed = fixedObjective(candidate, 1);
    double objective = fixed + variableObjective;
    double least = isExact(candidate) ? fixed : 0.9 * fixedObjective(candidate, LESS_LOAD);
    least += 0.9 * variableObjective;
    for (int i = 0; i < slos.size(); i++) {
      double closed = closedForm(slos.get(i), markov);
      exact[i] = !Double.isNaN(closed);
      violations[i] = exact[i] ? closed : violation(slos.get(i), candidate, 1, objective);
      surely[i] =
          exact[i]
              ? closed * (1 - 1e-9)
              : violation(slos.get(i), candidate, LESS_LOAD, least) / margin(slos.get(i).figure());
    }
    return new Forecast(
        objective, least, violations, surely, unhindered, exact, utilization(candidate, 1));
  }

  /** Whether what is fixed is known to the cent. */
  private boolean isExact(Scenario candidate) {
    return sizing.objective() == Sizing.Objective.COST
        && candidate.pools().stream().allMatch(pool -> pool.operations().isUneventful());
  }

  private static double margin(FigureName figure) {
    return figure.isQuality() ? 1.01 : figure.metric().startsWith("cost_") ? 1.02 : MARGIN;
  }

  // Exact: every pool is M/M/c.

  private static double closedForm(Slo slo, List<MarkovPool> pools) {
    FigureName figure = slo.figure();
    boolean wait = figure.metric().equals("queue_wait");
    boolean sojourn =
        figure.metric().equals("request_latency")
            || figure.metric().equals("turn_latency")
            || figure.metric().equals("time_to_first_token");
    if (pools.isEmpty() || slo.op() != Slo.Op.AT_MOST || !(wait || sojourn)) {
      return Double.NaN;
    }
    double threshold = slo.threshold();
    ToDoubleFunction<MarkovPool> of =
        figure.stat().equals("mean")
            ? pool -> (wait ? pool.meanWait() : pool.meanSojourn()) / threshold
            : pool ->
                (wait ? pool.waitExceeding(threshold) : pool.sojournExceeding(threshold))
                    / (1 - part(figure.stat()));
    return figure.stat().equals("max")
        ? Double.NaN
        : pools.stream().mapToDouble(pool -> pool.share() * of.applyAsDouble(pool)).sum();
  }

  /** .95 for p95, .999 for p999. */
  private static double part(String stat) {
    return Double.parseDouble("0." + stat.substring(1));
  }

  // Approximations.

  private double violation(Slo slo, Scenario candidate, double load, double objective) {
    return slo.figure().isTime()
        ? timeViolation(slo, candidate, load)
        : figureViolation(slo, candidate, load, objective);
  }

  private double timeViolation(Slo slo, Scenario candidate, double load) {
    FigureName figure = slo.figure();
    if (slo.op() != Slo.Op.AT_MOST || figure.stat().equals("max")) {
      return Double.NaN;
    }
    double threshold = slo.threshold();
    boolean predictable = isFixed && isOpen && demand.answers().size() > 0;
    switch (figure.metric()) {
      case "queue_wait", "request_latency", "time_to_first_token" -> {
        if (predictable) {
          return figure.stat().equals("mean")
              ? meanTime(figure.metric(), candidate, load) / threshold
              : exceeding(figure.metric(), threshold, candidate, load) / (1 - part(figure.stat()));
        }
      }
      default -> {}
    }
    // Of these only what they are without any wait is known, and that well.
    double alone = isFixed ? demand.value(figure) / threshold : Double.NaN;
    return alone > 1.05 ? alone * MARGIN : Double.NaN;
  }

  private double exceeding(String metric, double threshold, Scenario candidate, double load) {
    Queue[] queues = queues(candidate, load);
    double sum = 0;
    for (Demand.Answer answer : demand.answers()) {
      Queue queue = queues[answer.pool()];
      sum += queue.waiting().exceeding(threshold - spentWithoutWaiting(metric, answer, queue));
    }
    return sum / demand.answers().size();
  }

  private double meanTime(String metric, Scenario candidate, double load) {
    Queue[] queues = queues(candidate, load);
    double sum = 0;
    for (Demand.Answer answer : demand.answers()) {
      Queue queue = queues[answer.pool()];
      sum += queue.waiting().mean() + spentWithoutWaiting(metric, answer, queue);
    }
    return sum / demand.answers().size();
  }

  private static double spentWithoutWaiting(String metric, Demand.Answer answer, Queue queue) {
    double slower = (queue.slowdown() - 1) * answer.service();
    return switch (metric) {
      case "queue_wait" -> 0;
      case "request_latency" -> answer.latency() + slower;
      default -> answer.firstToken();
    };
  }

  private double figureViolation(Slo slo, Scenario candidate, double load, double objective) {
    FigureName figure = slo.figure();
    double expected = expected(figure, candidate, load, objective);
    boolean atMost = slo.op() == Slo.Op.AT_MOST;
    if (Double.isNaN(expected)) {
      return Double.NaN;
    }
    double over = atMost ? expected : slo.threshold();
    double under = atMost ? slo.threshold() : expected;
    double violation = over == 0 ? 0 : over / under;
    // What no queue changes is met or not; by how much says nothing of how likely it is.
    return figure.isQuality() && violation <= 1 ? 0 : violation;
  }

  private double expected(FigureName figure, Scenario candidate, double load, double objective) {
    if (figure.isQuality()) {
      return isFixed ? demand.value(figure) : Double.NaN;
    }
    return switch (figure.metric()) {
      case "cost_per_month" -> sizing.objective() == Sizing.Objective.COST ? objective : Double.NaN;
      case "abandonment_rate", "rejection_rate", "failure_rate" ->
          isFixed && isOpen ? lost(figure.metric(), candidate, load) : Double.NaN;
      case "utilization" ->
          isFixed && isOpen
              ? utilization(candidate, indexOf(candidate, figure.pool().orElseThrow()), load)
              : Double.NaN;
      default -> Double.NaN;
    };
  }

  private static int indexOf(Scenario candidate, String pool) {
    return candidate.pools().indexOf(candidate.pool(pool));
  }

  /** The part of the requests that a full pool loses one way or the other. */
  private double lost(String metric, Scenario candidate, double load) {
    boolean patient = candidate.shoppers().stream().noneMatch(s -> s.patience().isPresent());
    boolean bounded = candidate.pools().stream().anyMatch(p -> p.queue().capacity().isPresent());
    if (metric.equals("abandonment_rate") ? patient || bounded : !patient || !bounded) {
      return Double.NaN; // Several ways of losing requests share what is lost.
    }
    Queue[] queues = queues(candidate, load);
    double lost = 0;
    double all = 0;
    for (int pool = 0; pool < queues.length; pool++) {
      lost += queues[pool].lost() * demand.perSecond(pool);
      all += demand.perSecond(pool);
    }
    if (all == 0) {
      return Double.NaN;
    }
    // To be sure, of requests; to be expected, of conversations, which have several chances.
    boolean ofRequests = metric.equals("failure_rate") || load < 1;
    double requests = all / demand.conversationsPerSecond();
    return ofRequests ? lost / all : 1 - Math.pow(1 - lost / all, requests);
  }

  private double utilization(Scenario candidate, double load) {
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

  private double work(int pool) {
    double service = demand.meanService(pool);
    return Double.isNaN(service) ? 0 : demand.perSecond(pool) * service;
  }

  private double utilization(Scenario candidate, int pool, double load) {
    PoolSpec spec = candidate.pools().get(pool);
    double perSecond = load * loadFactor * demand.perSecond(pool);
    return perSecond == 0 ? 0 : perSecond / capacityPerSecond(spec, pool);
  }

  /** Requests that a pool can answer in a second. */
  private double capacityPerSecond(PoolSpec spec, int pool) {
    return spec.workers() * spec.slots() / secondsTogether(spec, pool, spec.slots());
  }

  /** What a mean request takes where so many run together. */
  private double secondsTogether(PoolSpec spec, int pool, int together) {
    double alone = demand.meanService(pool);
    if (spec.service().batching().isEmpty()) {
      return alone;
    }
    Batching batching = spec.service().batching().get();
    double written = demand.outputTokens(pool);
    double prefill = Math.max(0, alone - written * batching.tpot().at(1));
    return prefill * batching.prefillSlowdown().at(together)
        + written * batching.tpot().at(together);
  }

  private Queue[] queues(Scenario candidate, double load) {
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
    if (lambda == 0 || spec.api().isPresent() || !spec.operations().autoscaling().isEmpty()) {
      return new Queue(WaitingTime.NONE, 1, 0, lambda == 0 ? 0 : work(pool) * load);
    }
    double slowdown = slowdown(spec, pool, lambda);
    double service =
        slowdown > 1 ? secondsTogether(spec, pool, spec.slots()) : demand.meanService(pool);
    int servers = spec.servers();
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
    // Queues of one's own are at best as good as a shared one.
    double cv2 = spec.service().batching().isPresent() ? 0 : demand.serviceCv2(pool);
    return new Queue(
        WaitingTime.allenCunneen(
            lambda, service, split ? 0 : arrivalCv2(), cv2, servers, scenario.horizonSeconds()),
        slowdown,
        0,
        Math.min(servers, lambda * service));
  }

  /** By what requests in a batch slow each other, over a request that runs alone. */
  private double slowdown(PoolSpec spec, int pool, double lambda) {
    if (spec.service().batching().isEmpty()) {
      return 1;
    }
    double[] deathRates = new double[spec.slots() + 1];
    for (int n = 1; n < deathRates.length; n++) {
      deathRates[n] = n / secondsTogether(spec, pool, n);
    }
    double each = Math.min(lambda / spec.workers(), 0.999 * deathRates[spec.slots()]);
    ProcessorSharing shared = ProcessorSharing.solve(each, deathRates);
    return Math.max(1, (shared.meanSojourn() - shared.meanWait()) / secondsTogether(spec, pool, 1));
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

  // What a configuration costs or draws whatever its shoppers say.

  private double fixedObjective(Scenario candidate, double load) {
    if (sizing.objective() == Sizing.Objective.COST) {
      double perHour = 0;
      for (PoolSpec pool : candidate.pools()) {
        int paid = pool.operations().autoscaling().map(a -> a.min()).orElse(pool.workers());
        perHour += paid * pool.prices().perWorkerHour();
      }
      return perHour * HOURS_PER_MONTH;
    }
    double watts = 0;
    Queue[] queues = isFixed ? queues(candidate, load) : null;
    for (int i = 0; i < candidate.pools().size(); i++) {
      PoolSpec pool = candidate.pools().get(i);
      if (pool.power().isPresent()) {
        double busy =
            (queues == null ? work(i) * load : queues[i].inService() * queues[i].slowdown())
                / pool.workers();
        double[] levels = pool.power().get().byRequestsInService(pool.slots());
        watts +=
            pool.workers() * at(levels, Math.min(busy, pool.slots())) * pool.power().get().pue();
      }
    }
    double perSecond = demand.conversationsPerSecond() * loadFactor;
    return watts / perSecond * 1_000;
  }

  private static double at(double[] levels, double place) {
    int below = (int) Math.min(levels.length - 2, Math.floor(place));
    return levels[below] + (place - below) * (levels[below + 1] - levels[below]);
  }
}
