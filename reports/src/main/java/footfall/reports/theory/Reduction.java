package footfall.reports.theory;

import footfall.reports.theory.Prediction.Measure;
import footfall.scenarios.Arrivals;
import footfall.scenarios.PoolSpec;
import footfall.scenarios.PoolSpec.Discipline;
import footfall.scenarios.PoolSpec.Layout;
import footfall.scenarios.Routing;
import footfall.scenarios.Scenario;
import footfall.scenarios.ShopperClass;
import footfall.scenarios.distributions.Clamped;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Exponential;
import java.util.ArrayList;
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

  private final Scenario scenario;
  private final List<Prediction> predictions = new ArrayList<>();

  private Reduction(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Every prediction for the scenario's steady state. */
  public static List<Prediction> of(Scenario scenario) {
    Reduction reduction = new Reduction(scenario);
    if (scenario.warmUp().isSteadyState() && reduction.everyConversationIsOneTurn()) {
      for (int pool = 0; pool < scenario.pools().size(); pool++) {
        reduction.reduce(pool);
      }
    }
    return List.copyOf(reduction.predictions);
  }

  private boolean everyConversationIsOneTurn() {
    return scenario.shoppers().stream()
        .allMatch(s -> s.turns() instanceof Constant turns && turns.value() <= 1);
  }

  private void reduce(int index) {
    PoolSpec pool = scenario.pools().get(index);
    boolean oneQueue = pool.layout() == Layout.SHARED || pool.workers() == 1;
    if (!oneQueue
        || !pool.service().ignoresTokens()
        || pool.service().time() instanceof Clamped
        || !(scenario.routing() instanceof Routing.FixedRatio ratio)) {
      return;
    }
    double share = ratio.shares().getOrDefault(pool.name(), 0.0);
    if (scenario.arrivals() instanceof Arrivals.Poisson poisson && share > 0) {
      reduceOpen(index, pool, poisson.ratePerSecond() * share);
    } else if (scenario.arrivals() instanceof Arrivals.Closed closed && share == 1) {
      reduceClosed(index, pool, closed.population());
    }
  }

  private void reduceOpen(int index, PoolSpec pool, double lambda) {
    Distribution service = pool.service().time();
    boolean memoryless = service instanceof Exponential;
    boolean patient = scenario.shoppers().stream().allMatch(s -> s.patience().isEmpty());
    boolean bounded = pool.queueCapacity().isPresent();
    boolean stable = lambda * service.mean() < pool.servers();
    int priorities =
        (int) scenario.shoppers().stream().map(ShopperClass::priority).distinct().count();
    if (pool.discipline() == Discipline.PRIORITY && priorities > 1) {
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

  private Optional<Double> exponentialPatience() {
    List<Distribution> patience =
        scenario.shoppers().stream().flatMap(s -> s.patience().stream()).distinct().toList();
    boolean everybody = scenario.shoppers().stream().allMatch(s -> s.patience().isPresent());
    return everybody && patience.size() == 1 && patience.get(0) instanceof Exponential exponential
        ? Optional.of(exponential.mean())
        : Optional.empty();
  }

  private void addMarkov(int index, PoolSpec pool, double lambda, double theta) {
    double mu = 1 / pool.service().time().mean();
    int servers = pool.servers();
    long room =
        pool.queueCapacity().isPresent()
            ? (long) servers + pool.queueCapacity().getAsInt()
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
    String name = service instanceof Exponential ? "M/M/1" : "M/G/1";
    String system = named(name + " priority", "lambda %.6g/s, E[S] %.6g s", lambda, service.mean());
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
    add(system, index, Measure.PROBABILITY_OF_WAIT, lambda * service.mean());
    add(system, index, Measure.UTILIZATION, lambda * service.mean());
  }

  private void reduceClosed(int index, PoolSpec pool, int population) {
    List<Distribution> thinking =
        scenario.shoppers().stream().map(ShopperClass::thinking).distinct().toList();
    boolean patient = scenario.shoppers().stream().allMatch(s -> s.patience().isEmpty());
    if (!(pool.service().time() instanceof Exponential service)
        || thinking.size() != 1
        || !(thinking.get(0) instanceof Exponential think)
        || !patient
        || pool.discipline() != Discipline.FIFO
        || pool.queueCapacity().isPresent()) {
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
