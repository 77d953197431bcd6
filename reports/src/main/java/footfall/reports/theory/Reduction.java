package footfall.reports.theory;

import footfall.queueing.closedforms.MachineRepair;
import footfall.queueing.closedforms.MarkovPool;
import footfall.queueing.closedforms.MarkovQueue;
import footfall.queueing.closedforms.Prediction;
import footfall.queueing.closedforms.Prediction.Measure;
import footfall.queueing.closedforms.ProcessorSharing;
import footfall.queueing.closedforms.SingleServer;
import footfall.queueing.closedforms.UnlikeServers;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.distributions.Clamped;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec.Discipline;
import footfall.scenarios.pools.QueueSpec.Layout;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Recognises the pools of a scenario that are textbook queues and says what theory predicts for
 * them. A scenario of which nothing is recognised has no predictions; that is no error.
 */
public final class Reduction {
  private static final long NO_BOUND = Long.MAX_VALUE;

  /**
   * Tokens are whole; with fewer than this the mean of most distributions is not that of counts.
   */
  private static final double LEAST_TOKENS = 20;

  /** So few wait that it does not show that waiting is sensitive to the distribution. */
  private static final double INSENSITIVE = 1e-6;

  private final Scenario scenario;
  private final List<Prediction> predictions = new ArrayList<>();

  private Reduction(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Every prediction for the scenario's steady state. */
  public static List<Prediction> of(Scenario scenario) {
    Reduction reduction = new Reduction(scenario);
    if (scenario.warmUp().isSteadyState() && reduction.everyConversationIsOneRequest()) {
      for (int pool = 0; pool < scenario.pools().size(); pool++) {
        reduction.reduce(pool);
      }
    }
    return List.copyOf(reduction.predictions);
  }

  /**
   * The pools of a scenario in which every request goes to an M/M/c queue, steady state or not;
   * empty where one is anything else.
   */
  public static List<MarkovPool> markov(Scenario scenario) {
    Reduction reduction = new Reduction(scenario);
    List<MarkovPool> pools = new ArrayList<>();
    if (!scenario.warmUp().isSteadyState()
        || !reduction.everyConversationIsOneRequest()
        || scenario.shoppers().stream().anyMatch(s -> !s.isPatient())
        || !(scenario.arrivals() instanceof Renewal arrivals && arrivals.isPoisson())) {
      return List.of();
    }
    for (PoolSpec pool : scenario.pools()) {
      double share = reduction.share(pool);
      if (share > 0) {
        if (!reduction.isPlainQueue(pool)
            || pool.service().batching().isPresent()
            || !pool.service().ignoresTokens()
            || !(pool.service().time() instanceof Exponential)
            || pool.queue().capacity().isPresent()
            || pool.queue().discipline() != Discipline.FIFO) {
          return List.of();
        }
        pools.add(
            new MarkovPool(
                share,
                arrivals.ratePerSecond() * share,
                1 / pool.service().time().mean(),
                pool.servers()));
      }
    }
    return List.copyOf(pools);
  }

  /** The part of the requests that a fixed ratio sends there; NaN where it is not fixed. */
  private double share(PoolSpec pool) {
    return scenario.routing().policy() instanceof Policy.FixedRatio ratio
        ? ratio.shares().getOrDefault(pool.name(), 0.0)
        : Double.NaN;
  }

  /** Whether all its workers serve one queue from the start to the end, without bounds of time. */
  private boolean isPlainQueue(PoolSpec pool) {
    boolean oneQueue = pool.queue().layout() == Layout.SHARED || pool.workers() == 1;
    return oneQueue && pool.speeds().isEmpty() && isPlain(pool);
  }

  private static boolean isPlain(PoolSpec pool) {
    return pool.api().isEmpty()
        && pool.engine().isEmpty()
        && pool.kvTokens() == PoolSpec.NO_BOUND
        && pool.operations().isUneventful()
        && pool.queue().expiryNanos().isEmpty();
  }

  private boolean everyConversationIsOneRequest() {
    return scenario.shoppers().stream()
        .allMatch(s -> s.isPlain() && s.turns() instanceof Constant turns && turns.value() <= 1);
  }

  private void reduce(int index) {
    PoolSpec pool = scenario.pools().get(index);
    double share = share(pool);
    boolean poisson = scenario.arrivals() instanceof Renewal renewal && renewal.isPoisson();
    if (poisson && share > 0 && !pool.speeds().isEmpty() && isPlain(pool)) {
      reduceUnlike(index, pool, ((Renewal) scenario.arrivals()).ratePerSecond() * share);
      return;
    }
    if (!isPlainQueue(pool) || Double.isNaN(share)) {
      return;
    }
    if (pool.service().batching().isPresent()) {
      if (poisson && share > 0) {
        reduceBatching(index, pool, ((Renewal) scenario.arrivals()).ratePerSecond() * share);
      }
      return;
    }
    if (!pool.service().ignoresTokens() || pool.service().time() instanceof Clamped) {
      return;
    }
    if (poisson && share > 0) {
      reduceOpen(index, pool, ((Renewal) scenario.arrivals()).ratePerSecond() * share);
    } else if (scenario.arrivals() instanceof Arrivals.Closed closed && share == 1) {
      reduceClosed(index, pool, closed.population());
    }
  }

  /** Workers of unlike speed with a slot each, of whom the fastest free one serves the next. */
  private void reduceUnlike(int index, PoolSpec pool, double lambda) {
    double[] rates =
        pool.speeds().stream()
            .mapToDouble(speed -> -speed / pool.service().time().mean())
            .sorted()
            .map(rate -> -rate)
            .toArray();
    boolean memoryless =
        pool.service().time() instanceof Exponential && pool.service().ignoresTokens();
    boolean patient = scenario.shoppers().stream().allMatch(ShopperClass::isPatient);
    if (!memoryless
        || !patient
        || pool.slots() > 1
        || pool.workers() > UnlikeServers.MOST
        || pool.queue().layout() != Layout.SHARED
        || pool.queue().discipline() != Discipline.FIFO
        || pool.queue().capacity().isPresent()
        || lambda >= Arrays.stream(rates).sum()) {
      return;
    }
    UnlikeServers queue = UnlikeServers.solve(lambda, rates);
    String system =
        named(
            "M/M/" + rates.length + " of unlike servers, the fastest free one first",
            "lambda %.6g/s, mu %.6g/s to %.6g/s",
            lambda,
            rates[rates.length - 1],
            rates[0]);
    add(system, index, Measure.MEAN_WAIT, queue.meanWait());
    add(system, index, Measure.MEAN_SOJOURN, queue.meanSojourn());
    add(system, index, Measure.PROBABILITY_OF_WAIT, queue.probabilityOfWait());
    add(system, index, Measure.UTILIZATION, queue.utilization());
  }

  private void reduceOpen(int index, PoolSpec pool, double lambda) {
    Distribution service = pool.service().time();
    boolean memoryless = service instanceof Exponential;
    boolean patient = scenario.shoppers().stream().allMatch(ShopperClass::isPatient);
    boolean bounded = pool.queue().capacity().isPresent();
    boolean stable = lambda * service.mean() < pool.servers();
    boolean inOrderOfTheirOwn =
        pool.queue().discipline() == Discipline.SHORTEST
            || pool.queue().discipline() == Discipline.DEADLINE;
    if (inOrderOfTheirOwn) {
      return;
    }
    int priorities =
        (int) scenario.shoppers().stream().map(ShopperClass::priority).distinct().count();
    if (pool.queue().discipline() == Discipline.PRIORITY && priorities > 1) {
      if (pool.servers() == 1 && patient && !bounded && stable) {
        addPriority(index, lambda, service);
      }
    } else if (memoryless && patient && (bounded || stable)) {
      addMarkov(index, pool, lambda, 0);
    } else if (memoryless && exponentialPatience().isPresent()) {
      addMarkov(index, pool, lambda, 1 / exponentialPatience().get());
    } else if (pool.servers() == 1 && patient && !bounded && stable) {
      addSingleServer(index, lambda, service);
    }
  }

  /** A batch of requests without prefill shares its device like a processor. */
  private void reduceBatching(int index, PoolSpec pool, double lambda) {
    Batching batching = pool.service().batching().orElseThrow();
    List<Distribution> replies =
        scenario.shoppers().stream().map(ShopperClass::replyTokens).distinct().toList();
    boolean patient = scenario.shoppers().stream().allMatch(ShopperClass::isPatient);
    if (pool.workers() > 1
        || !batching.isPlain()
        || pool.service().meanSeconds(1, 0) > 0
        || pool.queue().discipline() != Discipline.FIFO
        || pool.queue().capacity().isPresent()
        || replies.size() != 1
        || meanOfRounded(replies.get(0)) < LEAST_TOKENS
        || !patient) {
      return;
    }
    double tokens = meanOfRounded(replies.get(0));
    double[] deathRates = batching.tpot().upTo(pool.slots());
    for (int n = 0; n < deathRates.length; n++) {
      deathRates[n] = n / (tokens * deathRates[n]);
    }
    if (lambda >= deathRates[pool.slots()]) {
      return;
    }
    ProcessorSharing queue = ProcessorSharing.solve(lambda, deathRates);
    if (queue.probabilityOfWait() > INSENSITIVE && !(replies.get(0) instanceof Exponential)) {
      return;
    }
    String system =
        named(
            (replies.get(0) instanceof Exponential ? "M/M" : "M/G") + "/1-PS, load-dependent",
            "lambda %.6g/s, %.6g tokens, at most %d together",
            lambda,
            tokens,
            pool.slots());
    if (queue.probabilityOfWait() > INSENSITIVE) {
      add(system, index, Measure.MEAN_WAIT, queue.meanWait());
      add(system, index, Measure.PROBABILITY_OF_WAIT, queue.probabilityOfWait());
    }
    add(system, index, Measure.MEAN_SOJOURN, queue.meanSojourn());
    add(system, index, Measure.UTILIZATION, queue.utilization());
  }

  /** Tokens are whole: the mean of a rounded exponential is {@code 1/(2 sinh(1/(2m)))}. */
  private static double meanOfRounded(Distribution tokens) {
    return tokens instanceof Exponential exponential
        ? 1 / (2 * Math.sinh(1 / (2 * exponential.mean())))
        : tokens.mean();
  }

  private Optional<Double> exponentialPatience() {
    List<Distribution> patience =
        scenario.shoppers().stream().flatMap(s -> s.patience().stream()).distinct().toList();
    boolean everybody =
        scenario.shoppers().stream()
            .allMatch(s -> s.patience().isPresent() && s.balking().isEmpty());
    return everybody && patience.size() == 1 && patience.get(0) instanceof Exponential exponential
        ? Optional.of(exponential.mean())
        : Optional.empty();
  }

  private void addMarkov(int index, PoolSpec pool, double lambda, double theta) {
    double mu = 1 / pool.service().time().mean();
    int servers = pool.servers();
    long room =
        pool.queue().capacity().isPresent()
            ? (long) servers + pool.queue().capacity().getAsInt()
            : NO_BOUND;
    MarkovQueue queue = MarkovQueue.solve(lambda, mu, servers, room, theta);
    String name = "M/M/" + servers + (room == NO_BOUND ? "" : "/" + room);
    String system =
        theta == 0
            ? named(name, "lambda %.6g/s, mu %.6g/s", lambda, mu)
            : named(
                name + "+M (Erlang A)",
                "lambda %.6g/s, mu %.6g/s, theta %.6g/s",
                lambda,
                mu,
                theta);
    if (room != servers) {
      add(system, index, Measure.MEAN_WAIT, queue.meanWait());
      add(system, index, Measure.PROBABILITY_OF_WAIT, queue.probabilityOfWait());
    }
    add(system, index, Measure.MEAN_SOJOURN, queue.meanSojourn());
    add(system, index, Measure.UTILIZATION, queue.utilization());
    if (theta > 0) {
      add(system, index, Measure.PROBABILITY_OF_ABANDONMENT, queue.probabilityOfAbandonment());
    }
    if (room != NO_BOUND) {
      add(system, index, Measure.PROBABILITY_OF_REJECTION, queue.probabilityOfBlocking());
    }
  }

  private void addSingleServer(int index, double lambda, Distribution service) {
    if (Double.isInfinite(service.squaredCv())) {
      return;
    }
    String name = service instanceof Constant ? "M/D/1" : "M/G/1";
    String system =
        named(
            name,
            "lambda %.6g/s, E[S] %.6g s, CV^2 %.6g",
            lambda,
            service.mean(),
            service.squaredCv());
    double wait = SingleServer.meanWait(lambda, service.mean(), service.secondMoment());
    add(system, index, Measure.MEAN_WAIT, wait);
    add(system, index, Measure.MEAN_SOJOURN, wait + service.mean());
    add(system, index, Measure.PROBABILITY_OF_WAIT, lambda * service.mean());
    add(system, index, Measure.UTILIZATION, lambda * service.mean());
  }

  private void addPriority(int index, double lambda, Distribution service) {
    List<ShopperClass> classes = scenario.shoppers();
    int[] order =
        IntStream.range(0, classes.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> classes.get(i).priority()))
            .mapToInt(Integer::intValue)
            .toArray();
    boolean distinct =
        classes.stream().map(ShopperClass::priority).distinct().count() == order.length;
    if (!distinct) {
      return;
    }
    double[] lambdas =
        IntStream.of(order).mapToDouble(i -> lambda * classes.get(i).share()).toArray();
    double[] waits = SingleServer.priorityWaits(lambdas, service.mean(), service.secondMoment());
    boolean preemptive = scenario.pools().get(index).queue().preemptive();
    if (preemptive) {
      double[] sojourns =
          SingleServer.preemptiveSojourns(lambdas, service.mean(), service.secondMoment());
      Arrays.setAll(waits, k -> sojourns[k] - service.mean());
    }
    String name = service instanceof Exponential ? "M/M/1" : "M/G/1";
    String system =
        named(
            name + (preemptive ? " preemptive-resume" : " priority"),
            "lambda %.6g/s, E[S] %.6g s",
            lambda,
            service.mean());
    double mean = 0;
    for (int k = 0; k < order.length; k++) {
      mean += waits[k] * lambdas[k] / lambda;
      predictions.add(
          new Prediction(
              system + ", class " + classes.get(order[k]).name(),
              index,
              Measure.MEAN_WAIT,
              order[k],
              waits[k]));
    }
    add(system, index, Measure.MEAN_WAIT, mean);
    add(system, index, Measure.MEAN_SOJOURN, mean + service.mean());
    if (!preemptive) {
      add(system, index, Measure.PROBABILITY_OF_WAIT, lambda * service.mean());
    }
    add(system, index, Measure.UTILIZATION, lambda * service.mean());
  }

  private void reduceClosed(int index, PoolSpec pool, int population) {
    List<Distribution> thinking =
        scenario.shoppers().stream().map(ShopperClass::thinking).distinct().toList();
    boolean patient = scenario.shoppers().stream().allMatch(ShopperClass::isPatient);
    if (!(pool.service().time() instanceof Exponential service)
        || thinking.size() != 1
        || !(thinking.get(0) instanceof Exponential think)
        || !patient
        || pool.queue().discipline() != Discipline.FIFO
        || pool.queue().capacity().isPresent()) {
      return;
    }
    MachineRepair repair =
        MachineRepair.solve(population, think.mean(), 1 / service.mean(), pool.servers());
    String system =
        named(
            "M/M/" + pool.servers() + "//" + population + " (machine repair)",
            "Z %.6g s, E[S] %.6g s",
            think.mean(),
            service.mean());
    add(system, index, Measure.MEAN_WAIT, repair.meanWait());
    add(system, index, Measure.MEAN_SOJOURN, repair.meanSojourn());
    add(system, index, Measure.PROBABILITY_OF_WAIT, repair.probabilityOfWait());
    add(system, index, Measure.UTILIZATION, repair.utilization());
    add(system, index, Measure.THROUGHPUT, repair.throughput());
  }

  private void add(String system, int pool, Measure measure, double closedForm) {
    predictions.add(new Prediction(system, pool, measure, -1, closedForm));
  }

  private static String named(String system, String parameters, Object... values) {
    return system + ", " + String.format(Locale.ROOT, parameters, values);
  }
}
