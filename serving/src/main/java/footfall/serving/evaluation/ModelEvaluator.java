package footfall.serving.evaluation;

import footfall.reports.evaluation.Block;
import footfall.reports.evaluation.ExaminedConversation;
import footfall.reports.evaluation.JudgedPairs;
import footfall.reports.evaluation.RecordedConversation;
import footfall.reports.evaluation.UnderLoad;
import footfall.scenarios.Scenario;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.exams.Exam;
import footfall.scenarios.exams.RecordedDialogue;
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
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Examines the models of a scenario, one after the other, each alone in the process: the same
 * shoppers come to all, some at the same time. For one thread.
 */
public final class ModelEvaluator {
  /** Seeds of the shoppers that only warm the models up. */
  private static final long WARMING = 1L << 40;

  private static final int MOST_PAIRS = 50;

  private final Scenario scenario;
  private final Evaluation evaluation;
  private final Path beside;
  private final ProductIndex products;
  private final Vocabulary words;

  /** Places of the recorded dialogues, in the order in which they are held. */
  private final int[] order;

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
    this.order = order(evaluation.exam().map(exam -> exam.dialogues().size()).orElse(0));
  }

  /** Where only some dialogues are held, they are a sample, the same with every model. */
  private int[] order(int dialogues) {
    int[] order = IntStream.range(0, dialogues).toArray();
    RandomStream random =
        new RandomStream().at(Streams.entity(Streams.run(scenario.seed(), 2), dialogues));
    for (int i = 0; evaluation.held() < dialogues && i < dialogues; i++) {
      int other = i + (int) (random.nextDouble() * (dialogues - i));
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }

  /**
   * What came of one model.
   *
   * @param backend what answered, in a few words
   * @param blocks of conversations, by how many went on at the same time
   * @param weightsBytes on disk; NaN where they are elsewhere
   * @param joules that the machine has used meanwhile; NaN if unknown
   * @param energyOf of what of it; empty if unknown
   * @param underLoad the same once more, where the evaluation states a load
   */
  public record Examined(
      String backend,
      List<ExaminedConversation> conversations,
      List<Block> blocks,
      double weightsBytes,
      double joules,
      String energyOf,
      Optional<UnderLoad> underLoad) {}

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
    List<ExaminedConversation> conversations = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    long begin = stage.clock.nowNanos();
    List<Integer> levels = levels();
    int all = evaluation.held();
    boolean isLoaded = evaluation.load() > 0;
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
              part -> progress.accept((first + part * count) / all / (isLoaded ? 2 : 1)));
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
        energy.of(),
        isLoaded
            ? Optional.of(underLoad(stage, pool, part -> progress.accept((1 + part) / 2)))
            : Optional.empty());
  }

  /** The same conversations, begun by a Poisson process, however many are still going on. */
  private UnderLoad underLoad(Stage stage, int pool, DoubleConsumer progress) {
    int count = evaluation.held();
    RandomStream random =
        new RandomStream().at(Streams.entity(Streams.run(scenario.seed(), 3), pool));
    long[] begins = new long[count];
    long begin = stage.clock.nowNanos();
    double seconds = 0;
    for (int i = 0; i < count; i++) {
      seconds -= Math.log1p(-random.nextDouble()) / evaluation.load();
      begins[i] = begin + Math.round(seconds * 1e9);
    }
    ExecutorService crew = Executors.newCachedThreadPool();
    List<Future<Held>> under = new ArrayList<>();
    List<Held> held;
    try {
      for (int i = 0; i < count; i++) {
        stage.await(begins[i]);
        int number = i;
        under.add(crew.submit(() -> hold(stage.assistant, pool, number)));
        progress.accept((i + 1.0) / count);
      }
      held = under.stream().map(ModelEvaluator::result).toList();
    } finally {
      crew.shutdownNow();
    }
    return new UnderLoad(
        evaluation.load(),
        (stage.clock.nowNanos() - begin) / 1e9,
        held.stream().map(Held::conversation).toList(),
        held.stream().flatMap(one -> one.requests().stream()).toList());
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
    while (levels.size() > 1 && levels.get(levels.size() - 1) > evaluation.held() / levels.size()) {
      levels.remove(levels.size() - 1);
    }
    return levels;
  }

  /**
   * Asks the model of a pool for its opinion of conversations.
   *
   * @param progress told how far it is, from 0 to 1
   */
  public List<ExaminedConversation> judge(
      int pool, List<ExaminedConversation> conversations, DoubleConsumer progress) {
    try (Stage stage = new Stage(pool)) {
      LlmJudge referee = new LlmJudge(stage.assistant, evaluation.rubric());
      return all(
          evaluation.together(),
          conversations.size(),
          number -> {
            ExaminedConversation one = conversations.get(number);
            return one.judged(referee.judge(one));
          },
          progress);
    }
  }

  /**
   * Asks the model of a pool which of two models' conversations are better, each pair in either
   * order. Only some are compared, as it asks twice for each.
   *
   * @param progress told how far it is, from 0 to 1
   */
  public JudgedPairs compare(
      int pool,
      List<ExaminedConversation> ofOne,
      List<ExaminedConversation> ofOther,
      DoubleConsumer progress) {
    try (Stage stage = new Stage(pool)) {
      LlmJudge referee = new LlmJudge(stage.assistant, evaluation.rubric());
      JudgedPairs pairs = JudgedPairs.NONE;
      int count = Math.min(MOST_PAIRS, Math.min(ofOne.size(), ofOther.size()));
      for (int i = 0; i < count; i++) {
        pairs = referee.compare(pairs, ofOne.get(i), ofOther.get(i));
        progress.accept((i + 1.0) / count);
      }
      return pairs;
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

    void await(long nanos) {
      try {
        TimeUnit.NANOSECONDS.sleep(nanos - clock.nowNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
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
    return all(together, count, number -> hold(stage.assistant, pool, first + number), progress);
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

  private Held hold(Assistant assistant, int pool, long key) {
    return evaluation
        .exam()
        .map(exam -> recorded(assistant, exam, pool, key).hold())
        .orElseGet(() -> interview(assistant, pool, key).hold());
  }

  /** A recorded dialogue; those that only warm the model up are the same ones again. */
  private RecordedSession recorded(Assistant assistant, Exam exam, int pool, long key) {
    RecordedDialogue dialogue =
        exam.dialogues().get(order[(int) Long.remainderUnsigned(key, order.length)]);
    String language = Exam.languageOf(dialogue);
    Visitor visitor =
        new Visitor(
            pool,
            key,
            language.isEmpty() ? RecordedConversation.UNSTATED : language,
            words.languages().indexOf(language),
            (long) pool * evaluation.held() + key);
    return new RecordedSession(
        assistant, exam, ToolAnswers.of(exam), evaluation, dialogue, visitor);
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
            evaluation.misspelled(),
            evaluation.unseenPhrases());
    Visitor visitor =
        new Visitor(
            pool,
            key,
            language,
            words.languages().indexOf(language),
            (long) pool * evaluation.held() + key);
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
