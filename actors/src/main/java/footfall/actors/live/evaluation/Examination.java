package footfall.actors.live.evaluation;

import footfall.actors.live.LiveFloor;
import footfall.actors.live.LiveWorkforce;
import footfall.actors.live.SystemClock;
import footfall.actors.live.evaluation.Interview.Held;
import footfall.actors.live.evaluation.Interview.Visitor;
import footfall.actors.live.shop.Shelves;
import footfall.reports.evaluation.EvaluatedConversation;
import footfall.reports.measurement.MeasuredRequest;
import footfall.scenarios.Scenario;
import footfall.scenarios.dialogues.Tongue;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.retail.Customer;
import footfall.scenarios.shoppers.Language;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
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
public final class Examination {
  /** Seeds of the shoppers that only warm the models up. */
  private static final long WARMING = 1L << 40;

  private final Scenario scenario;
  private final Evaluation evaluation;
  private final Path beside;
  private final Shelves shelves;
  private final Vocabulary words;

  /**
   * Nothing is loaded yet.
   *
   * @param beside folder from which model directories are found
   */
  public Examination(Scenario scenario, Evaluation evaluation, Path beside, Shelves shelves) {
    this.scenario = scenario;
    this.evaluation = evaluation;
    this.beside = beside;
    this.shelves = shelves;
    this.words = Vocabulary.of(scenario.shoppers());
  }

  /**
   * What came of one model.
   *
   * @param backend what answered, in a few words
   * @param seconds that the conversations took, all together
   * @param residentBytes of the whole process with this model alone; NaN where nobody tells
   * @param weightsBytes on disk; NaN where they are elsewhere
   * @param joules of the machine meanwhile; NaN where nobody tells
   * @param requests with times from the start of these conversations
   */
  public record Examined(
      String backend,
      List<EvaluatedConversation> conversations,
      List<MeasuredRequest> requests,
      double seconds,
      double residentBytes,
      double weightsBytes,
      double joules) {}

  /**
   * Examines the model of one pool.
   *
   * @param progress told how far it is, from 0 to 1
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be loaded
   */
  public Examined examine(int pool, DoubleConsumer progress) {
    try (Stage stage = new Stage(pool)) {
      hold(stage, pool, WARMING, evaluation.warmUp(), part -> {});
      EnergyMeter meter = EnergyMeter.start();
      long begin = stage.clock.nowNanos();
      List<Held> held = hold(stage, pool, 0, evaluation.conversations(), progress);
      double seconds = (stage.clock.nowNanos() - begin) / 1e9;
      double joules = meter.joules();
      return new Examined(
          stage.workforce.descriptions().get(pool),
          held.stream().map(Held::conversation).toList(),
          held.stream()
              .flatMap(one -> one.requests().stream())
              .map(request -> request.earlier(begin))
              .toList(),
          seconds,
          ResidentMemory.nowBytes(),
          stage.workforce.weightsBytes(pool),
          joules);
    }
  }

  /**
   * Asks the model of a pool for its opinion of conversations.
   *
   * @param progress told how far it is, from 0 to 1
   */
  public List<EvaluatedConversation> judge(
      int pool, List<EvaluatedConversation> conversations, DoubleConsumer progress) {
    try (Stage stage = new Stage(pool)) {
      Referee referee = new Referee(stage.assistant);
      return all(
          stage,
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
    private final LiveFloor floor;
    private final Assistant assistant;
    private final ExecutorService crew = Executors.newFixedThreadPool(evaluation.together());

    Stage(int pool) {
      Scenario alone = alone(pool);
      workforce = new LiveWorkforce(alone, clock, beside);
      floor = LiveFloor.open(alone, clock, workforce);
      assistant = new Assistant(floor, clock, pool);
    }

    @Override
    public void close() {
      crew.shutdownNow();
      floor.release();
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

  private List<Held> hold(Stage stage, int pool, long first, int count, DoubleConsumer progress) {
    return all(
        stage,
        count,
        number -> interview(stage.assistant, pool, number, first + number).hold(),
        progress);
  }

  /** The results of so many tasks in their order; some go on at the same time. */
  private static <T> List<T> all(
      Stage stage, int count, IntFunction<T> task, DoubleConsumer progress) {
    AtomicInteger done = new AtomicInteger();
    List<Future<T>> under = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      under.add(
          stage.crew.submit(
              () -> {
                T result = task.apply(number);
                progress.accept((double) done.incrementAndGet() / count);
                return result;
              }));
    }
    return under.stream().map(Examination::result).toList();
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

  private Interview interview(Assistant assistant, int pool, int number, long key) {
    RandomStream random =
        new RandomStream().at(Streams.entity(Streams.run(scenario.seed(), 2), key));
    String language = language(random);
    boolean single = random.nextDouble() < evaluation.singleTurn();
    Customer customer =
        new Customer(
            shelves.catalog(),
            scenario.seed(),
            key,
            Tongue.named(language),
            evaluation.misspelled());
    Visitor visitor =
        new Visitor(
            pool,
            number,
            language,
            words.languages().indexOf(language),
            (long) pool * evaluation.conversations() + number);
    return new Interview(assistant, shelves, evaluation, customer, visitor, single);
  }

  /** By the shares of the scenario's shoppers; English where it has no languages. */
  private String language(RandomStream random) {
    double left = random.nextDouble();
    String language = "english";
    for (ShopperClass shoppers : scenario.shoppers()) {
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
