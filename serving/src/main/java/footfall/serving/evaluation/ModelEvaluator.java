package footfall.serving.evaluation;

import footfall.reports.evaluation.Block;
import footfall.reports.evaluation.EvaluatedConversation;
import footfall.scenarios.Scenario;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.retail.Customer;
import footfall.scenarios.shoppers.Language;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.evaluation.EvaluationSession.Held;
import footfall.serving.evaluation.EvaluationSession.Visitor;
import footfall.serving.run.LiveDeployment;
import footfall.serving.run.LiveWorkforce;
import footfall.serving.shop.ProductIndex;
import footfall.serving.time.SystemClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.function.IntFunction;

/**
 * Examines the models of a scenario, one after the other, each alone in the process: the same
 * shoppers come to all, some at the same time. For one thread.
 */
public final class ModelEvaluator {
  /** Seeds of the shoppers that only warm the models up. */
  private static final long WARMING = 1L << 40;

  private final Scenario scenario;
  private final Evaluation evaluation;
  private final Path beside;
  private final ProductIndex products;
  private final Vocabulary words;

  /**
   * Nothing is loaded yet.
   *
   * @param beside folder from which model directories are found
   */
  public ModelEvaluator(
      Scenario scenario, Evaluation evaluation, Path beside, ProductIndex products) {
    this.scenario = scenario;
    this.evaluation = evaluation;
    this.beside = beside;
    this.products = products;
    this.words = Vocabulary.of(scenario.shoppers());
  }

  /**
   * What came of one model.
   *
   * @param backend what answered, in a few words
   * @param blocks of conversations, by how many went on at the same time
   * @param weightsBytes on disk; NaN where they are elsewhere
   * @param joules that the machine has used meanwhile; NaN if unknown
   * @param energyOf of what of it; empty if unknown
   */
  public record Examined(
      String backend,
      List<EvaluatedConversation> conversations,
      List<Block> blocks,
      double weightsBytes,
      double joules,
      String energyOf) {}

  /**
   * Examines the model of one pool.
   *
   * @param progress told how far it is, from 0 to 1
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be loaded
   */
  public Examined examine(int pool, DoubleConsumer progress) {
    try (Stage stage = new Stage(pool)) {
      hold(stage, pool, evaluation.together(), WARMING, evaluation.warmUp(), part -> {});
      try (EnergyMeter meter = EnergyMeter.start()) {
        return examined(stage, pool, meter, progress);
      }
    }
  }

  private Examined examined(Stage stage, int pool, EnergyMeter meter, DoubleConsumer progress) {
    List<EvaluatedConversation> conversations = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    long begin = stage.clock.nowNanos();
    List<Integer> levels = levels();
    int all = evaluation.conversations();
    for (int i = 0; i < levels.size(); i++) {
      int first = conversations.size();
      int count = (int) ((long) all * (i + 1) / levels.size()) - first;
      long blockBegin = stage.clock.nowNanos();
      List<Held> held =
          hold(
              stage,
              pool,
              levels.get(i),
              first,
              count,
              part -> progress.accept((first + part * count) / all));
      blocks.add(
          new Block(
              levels.get(i),
              count,
              (stage.clock.nowNanos() - blockBegin) / 1e9,
              held.stream()
                  .flatMap(one -> one.requests().stream())
                  .map(request -> request.earlier(begin))
                  .toList()));
      held.forEach(one -> conversations.add(one.conversation()));
    }
    EnergyMeter.Energy energy = meter.used();
    return new Examined(
        stage.workforce.descriptions().get(pool),
        conversations,
        blocks,
        stage.workforce.weightsBytes(pool),
        energy.joules(),
        energy.of());
  }

  /**
   * How many conversations go on at the same time, block by block: one, two, four and so on, so
   * that what a model does alone and what it does under load can both be told. No more than a block
   * has conversations.
   */
  private List<Integer> levels() {
    List<Integer> levels = new ArrayList<>();
    for (int level = 1; level < evaluation.together(); level *= 2) {
      levels.add(level);
    }
    levels.add(evaluation.together());
    while (levels.size() > 1
        && levels.get(levels.size() - 1) > evaluation.conversations() / levels.size()) {
      levels.remove(levels.size() - 1);
    }
    return levels;
  }

  /**
   * Asks the model of a pool for its opinion of conversations.
   *
   * @param progress told how far it is, from 0 to 1
   */
  public List<EvaluatedConversation> judge(
      int pool, List<EvaluatedConversation> conversations, DoubleConsumer progress) {
    try (Stage stage = new Stage(pool)) {
      LlmJudge referee = new LlmJudge(stage.assistant);
      return all(
          evaluation.together(),
          conversations.size(),
          number -> {
            EvaluatedConversation one = conversations.get(number);
            return one.judged(referee.judge(one));
          },
          progress);
    }
  }

  /** One model, loaded alone, and those who will talk with it. */
  private final class Stage implements AutoCloseable {
    private final SystemClock clock = new SystemClock();
    private final LiveWorkforce workforce;
    private final LiveDeployment deployment;
    private final Assistant assistant;

    Stage(int pool) {
      Scenario alone = alone(pool);
      workforce = new LiveWorkforce(alone, clock, beside);
      deployment = LiveDeployment.open(alone, clock, workforce);
      assistant = new Assistant(deployment, clock, pool);
    }

    @Override
    public void close() {
      deployment.release();
    }
  }

  /** The scenario with the other models out of the way. */
  private Scenario alone(int pool) {
    List<PoolSpec> pools = new ArrayList<>();
    for (PoolSpec spec : scenario.pools()) {
      boolean examined = pools.size() == pool;
      pools.add(examined ? spec : spec.withBackend(new Backend.Played()));
    }
    return scenario.withPools(pools);
  }

  private List<Held> hold(
      Stage stage, int pool, int together, long first, int count, DoubleConsumer progress) {
    return all(
        together,
        count,
        number -> interview(stage.assistant, pool, first + number).hold(),
        progress);
  }

  /** The results of so many tasks in their order; some go on at the same time. */
  private static <T> List<T> all(
      int together, int count, IntFunction<T> task, DoubleConsumer progress) {
    ExecutorService crew = Executors.newFixedThreadPool(together);
    AtomicInteger done = new AtomicInteger();
    List<Future<T>> under = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      under.add(
          crew.submit(
              () -> {
                T result = task.apply(number);
                progress.accept((double) done.incrementAndGet() / count);
                return result;
              }));
    }
    try {
      return under.stream().map(ModelEvaluator::result).toList();
    } finally {
      crew.shutdownNow();
    }
  }

  private static <T> T result(Future<T> one) {
    try {
      return one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private EvaluationSession interview(Assistant assistant, int pool, long key) {
    RandomStream random =
        new RandomStream().at(Streams.entity(Streams.run(scenario.seed(), 2), key));
    String language = language(random);
    boolean single = random.nextDouble() < evaluation.singleTurn();
    Customer customer =
        new Customer(
            products.catalog(),
            scenario.seed(),
            key,
            DialogueLanguage.named(language),
            evaluation.misspelled());
    Visitor visitor =
        new Visitor(
            pool,
            key,
            language,
            words.languages().indexOf(language),
            (long) pool * evaluation.conversations() + key);
    return new EvaluationSession(assistant, products, evaluation, customer, visitor, single);
  }

  /** By the shares of the scenario's shoppers; English where it has no languages. */
  private String language(RandomStream random) {
    double left = random.nextDouble();
    String language = "english";
    for (ShopperClass shoppers : scenario.shoppers()) {
      left -= shoppers.languages().isEmpty() ? shoppers.share() : 0;
      for (Language spoken : shoppers.languages()) {
        if (left >= 0) {
          language = spoken.name();
        }
        left -= shoppers.share() * spoken.share();
      }
    }
    return language;
  }
}
