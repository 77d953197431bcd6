package footfall.reports;

import footfall.reports.recording.Attempt;
import footfall.reports.recording.Census;
import footfall.reports.recording.ConversationWorth;
import footfall.reports.recording.ConversationWorth.Prospect;
import footfall.reports.recording.Failure;
import footfall.reports.recording.Fate;
import footfall.reports.recording.Opinions;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.Recorder;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.RequestFacts;
import footfall.reports.recording.Submissions;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quality;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A hundred lines of simulation that fill real books: shoppers of one turn come as a Poisson
 * process, wait in line for a pool and are served, so that what is made of the books can be tested
 * without the simulator. Same seed, same books.
 */
public final class SmallShop {
  private static final long SECOND = 1_000_000_000L;

  /** What happens in it, besides what the scenario says of horizon, pools, capacity and prices. */
  public static final class World {
    private double ratePerSecond = 1;
    private double[] serviceSeconds = {0.5};
    private double[] shares = {1};
    private double patienceSeconds = Double.POSITIVE_INFINITY;
    private double failing;
    private boolean exponential = true;
    private double buying = Double.NaN;

    /** Shoppers a second. */
    public World rate(double perSecond) {
      ratePerSecond = perSecond;
      return this;
    }

    /** Mean service times of the pools. */
    public World service(double... seconds) {
      serviceSeconds = seconds;
      return this;
    }

    /** Always the mean service time. */
    public World constant() {
      exponential = false;
      return this;
    }

    /** Which part of the shoppers goes to which pool. */
    public World shares(double... parts) {
      shares = parts;
      return this;
    }

    /** After which a shopper leaves the line. */
    public World patience(double seconds) {
      patienceSeconds = seconds;
      return this;
    }

    /** Which part of what is served fails at its end. */
    public World failing(double part) {
      failing = part;
      return this;
    }

    /** Which part of those who were answered buys, for 40. */
    public World buying(double part) {
      buying = part;
      return this;
    }
  }

  private record Shopper(long shopper, int pool, long submittedNanos, int input, int output)
      implements RequestFacts {
    @Override
    public int turn() {
      return 0;
    }

    @Override
    public int plannedTurns() {
      return 1;
    }

    @Override
    public int call() {
      return 0;
    }

    @Override
    public int retry() {
      return 0;
    }

    @Override
    public int shopperClass() {
      return 0;
    }

    @Override
    public int inputTokens() {
      return input;
    }

    @Override
    public int outputTokens() {
      return output;
    }

    @Override
    public long firstSubmittedNanos() {
      return submittedNanos;
    }

    @Override
    public long waitedNanos() {
      return 0;
    }

    @Override
    public long turnNanos() {
      return submittedNanos;
    }

    @Override
    public boolean endsTurn() {
      return true;
    }

    @Override
    public int language() {
      return -1;
    }

    @Override
    public int intent() {
      return -1;
    }

    @Override
    public int reason() {
      return -1;
    }
  }

  private enum Kind {
    ARRIVAL,
    END,
    PATIENCE
  }

  private record Event(long atNanos, long number, Kind kind, Shopper shopper, long startedNanos) {}

  private final Scenario scenario;
  private final World world;
  private final SplittableRandom random;
  private final Recorder recorder;
  private final PoolLevels[] levels;
  private final List<Deque<Shopper>> lines = new ArrayList<>();
  private final int[] busy;
  private final long[] hops;
  private final long[] submittedSums;
  private final ArrivalStatistics arrivals = new ArrivalStatistics();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) ->
              a.atNanos != b.atNanos
                  ? Long.compare(a.atNanos, b.atNanos)
                  : Long.compare(a.number, b.number));
  private long numbers;
  private long shoppers;

  private SmallShop(Scenario scenario, World world, int replication) {
    this.scenario = scenario;
    this.world = world;
    this.random = new SplittableRandom(1_000 * scenario.seed() + replication);
    this.recorder = new Recorder(scenario);
    int pools = scenario.pools().size();
    this.levels = new PoolLevels[pools];
    this.busy = new int[pools];
    this.hops = new long[pools];
    this.submittedSums = new long[pools];
    for (int pool = 0; pool < pools; pool++) {
      levels[pool] = new PoolLevels(0);
      levels[pool].workers(0, spec(pool).workers(), spec(pool).workers());
      lines.add(new ArrayDeque<>());
    }
  }

  /** Reads a scenario. */
  public static ResolvedScenario read(String yaml, String... settings) {
    try {
      Path folder = Files.createTempDirectory("shop");
      Path file = folder.resolve("shop.yaml");
      try {
        Files.writeString(file, yaml);
        return new ScenarioReader()
            .read(file, Arrays.stream(settings).map(Setting::parse).toList());
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Simulates a number of replications and returns their records. */
  public static List<ReplicationRecord> run(Scenario scenario, World world, int replications) {
    List<ReplicationRecord> records = new ArrayList<>();
    for (int replication = 0; replication < replications; replication++) {
      records.add(new SmallShop(scenario, world, replication).run());
    }
    return records;
  }

  private PoolSpec spec(int pool) {
    return scenario.pools().get(pool);
  }

  private ReplicationRecord run() {
    at(interArrivalNanos(), Kind.ARRIVAL, null, 0);
    while (recorder.nextTickNanos() <= scenario.horizonNanos()) {
      Event next = events.peek();
      if (next == null || next.atNanos > recorder.nextTickNanos()) {
        tick();
      } else {
        happen(events.poll());
      }
    }
    long waiting = Arrays.stream(levels).mapToLong(PoolLevels::inSystem).sum();
    return recorder.finish(
        snapshots(scenario.horizonNanos()),
        sent(),
        new Census(waiting, waiting, waiting),
        arrivals,
        scenario.horizonNanos(),
        numbers);
  }

  private void tick() {
    recorder.levelsRead(snapshots(recorder.nextTickNanos()), sent());
  }

  private PoolLevels[] snapshots(long nowNanos) {
    return Arrays.stream(levels).map(l -> l.snapshot(nowNanos)).toArray(PoolLevels[]::new);
  }

  private Submissions sent() {
    return new Submissions(
        shoppers,
        shoppers,
        shoppers,
        hops.clone(),
        submittedSums.clone(),
        Submissions.Detours.NONE);
  }

  private void at(long atNanos, Kind kind, Shopper shopper, long startedNanos) {
    events.add(new Event(atNanos, numbers++, kind, shopper, startedNanos));
  }

  private long interArrivalNanos() {
    return drawn(SECOND / world.ratePerSecond);
  }

  private long drawn(double meanNanos) {
    return Math.max(1, Math.round(-meanNanos * Math.log(1 - random.nextDouble())));
  }

  private void happen(Event event) {
    switch (event.kind) {
      case ARRIVAL -> arrive(event.atNanos);
      case PATIENCE -> leave(event.shopper, event.atNanos);
      case END -> end(event.shopper, event.startedNanos, event.atNanos);
    }
  }

  private void arrive(long now) {
    at(now + interArrivalNanos(), Kind.ARRIVAL, null, 0);
    arrivals.add(now);
    int pool = 0;
    for (double left = random.nextDouble() - world.shares[0];
        left >= 0 && pool + 1 < world.shares.length;
        left -= world.shares[pool]) {
      pool++;
    }
    Shopper shopper =
        new Shopper(shoppers++, pool, now, 50 + random.nextInt(100), 10 + random.nextInt(40));
    hops[pool]++;
    submittedSums[pool] += now;
    if (busy[pool] < spec(pool).servers()) {
      levels[pool].startedAtOnce(now);
      serve(shopper, now);
    } else if (spec(pool).queue().capacity().isPresent()
        && lines.get(pool).size() >= spec(pool).queue().capacity().getAsInt()) {
      recorder.turnedAway(shopper, pool, now);
      recorder.rejected(shopper, pool, now);
      recorder.turnLost(shopper, pool, TurnOutcome.REJECTED, now);
      over(shopper, Fate.FAILED, null, now);
    } else {
      levels[pool].queued(now);
      lines.get(pool).add(shopper);
      if (world.patienceSeconds < Double.POSITIVE_INFINITY) {
        at(now + drawn(world.patienceSeconds * SECOND), Kind.PATIENCE, shopper, 0);
      }
    }
  }

  private void serve(Shopper shopper, long now) {
    int pool = shopper.pool;
    busy[pool]++;
    double mean = world.serviceSeconds[pool] * SECOND;
    if (spec(pool).api().isPresent()) {
      levels[pool].attemptSent();
    }
    at(now + (world.exponential ? drawn(mean) : Math.round(mean)), Kind.END, shopper, now);
  }

  private void leave(Shopper shopper, long now) {
    if (lines.get(shopper.pool).remove(shopper)) {
      levels[shopper.pool].leftQueue(now);
      recorder.leftQueue(shopper, shopper.pool, now);
      recorder.abandoned(shopper, shopper.pool, now);
      recorder.turnLost(shopper, shopper.pool, TurnOutcome.ABANDONED, now);
      over(shopper, Fate.ABANDONED, null, now);
    }
  }

  private void end(Shopper shopper, long started, long now) {
    int pool = shopper.pool;
    boolean fails = random.nextDouble() < world.failing;
    if (spec(pool).api().isPresent()) {
      levels[pool].attemptEnded(fails ? Attempt.FAILED : Attempt.SUCCEEDED);
    }
    if (fails) {
      recorder.broke(shopper, pool, Failure.VENDOR_ERROR, started, now);
      recorder.failed(shopper, pool, Failure.VENDOR_ERROR, started, now);
      recorder.turnLost(shopper, pool, TurnOutcome.FAILED, now);
      over(shopper, Fate.FAILED, null, now);
    } else {
      levels[pool].tokensUsed(shopper.input, 0, shopper.output);
      recorder.served(shopper, pool, started, now);
      recorder.completed(shopper, pool, 0, started, started + (now - started) / 2, now);
      over(shopper, Fate.ANSWERED, judged(shopper), now);
    }
    busy[pool]--;
    Shopper next = lines.get(pool).poll();
    if (next != null && fails) {
      levels[pool].leftService(now);
      levels[pool].started(now);
      serve(next, now);
    } else if (next != null) {
      levels[pool].leftAndStarted(now);
      serve(next, now);
    } else if (fails) {
      levels[pool].leftService(now);
    } else {
      levels[pool].left(now);
    }
  }

  /** As satisfied as the pool states; null where it states nothing and nobody buys. */
  private ConversationWorth judged(Shopper shopper) {
    Quality quality = spec(shopper.pool).quality();
    double satisfaction =
        quality.of("satisfaction", null, null).map(d -> d.mean()).orElse(Double.NaN);
    if (!Double.isNaN(satisfaction)) {
      double[] measures = new double[FigureName.QUALITY.size()];
      Arrays.fill(measures, Double.NaN);
      measures[Opinions.SATISFACTION] = satisfaction;
      recorder.judged(shopper, shopper.pool, measures);
    }
    boolean buys = random.nextDouble() < world.buying;
    return new ConversationWorth(
        false,
        satisfaction,
        random.nextDouble() < satisfaction,
        buys,
        buys ? 40 : 0,
        Prospect.NONE);
  }

  private void over(Shopper shopper, Fate how, ConversationWorth worth, long now) {
    recorder.conversationEnded(shopper, shopper.pool, how, shopper.submittedNanos, now, false);
    recorder.conversationBrought(shopper.pool, worth);
  }
}
