package footfall.gatling;

import com.sun.management.OperatingSystemMXBean;
import footfall.gatling.incidents.IncidentPlayer;
import footfall.gatling.incidents.StagingGateway;
import footfall.gatling.measuring.LiveMeters;
import footfall.gatling.measuring.LoadLog;
import footfall.gatling.measuring.MachineLoad;
import footfall.gatling.measuring.Oversaturation;
import footfall.gatling.measuring.PowerMeter;
import footfall.gatling.measuring.ProgressReporter;
import footfall.gatling.measuring.RunClock;
import footfall.gatling.measuring.Scraper;
import footfall.gatling.shoppers.Prompts;
import footfall.gatling.shoppers.Share;
import footfall.gatling.shoppers.VirtualUserFeeder;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.Exchange;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.measurement.GeneratorHealth;
import footfall.reports.measurement.LoadMeasurement;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRun;
import footfall.reports.measurement.MeasuredShare;
import footfall.reports.measurement.ReplyLengths;
import footfall.reports.recording.Census;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results;
import footfall.scenarios.Scenario;
import footfall.scenarios.WarmUp;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Cohorts;
import footfall.scenarios.incidents.Incidents;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One load test from the first shopper to the run folder. Thread-safe. */
public final class LoadRun implements Exchange.Connections {
  private static final long SCRAPE_MILLIS = 500;
  private static final long BEAT_SECONDS = 1;
  private static final long WARM_NANOS = 5_000_000_000L;
  private static final long LEAD_MILLIS = 1_000;
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;
  private static final int TERMINATED = 143;

  /** As Gatling ends where an assertion does not hold. */
  private static final int STOPPED = 2;

  private final LoadSettings settings;
  private final ResolvedScenario resolved;
  private final Optional<Prompts> prompts;
  private final Dialect dialect;
  private final VirtualUserFeeder feeder;
  private final RunFolder folder;
  private final RunClock clock = new RunClock();
  private final MachineLoad machine = new MachineLoad();
  private final LoadLog log = new LoadLog();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong connectionsMax = new AtomicLong();
  private final AtomicReference<RuntimeException> broken = new AtomicReference<>();
  private final AtomicBoolean finished = new AtomicBoolean();
  private final ScheduledExecutorService observers =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "footfall-observer");
            thread.setDaemon(true);
            return thread;
          });

  /** Null until the load begins. */
  private @Nullable Scraper scraper;

  private @Nullable Instant startedAt;

  /** Null where no meter is read. */
  private @Nullable PowerMeter power;

  /** Null where nothing is published. */
  private @Nullable LiveMeters published;

  /** Why the run ended early; empty if it did not. */
  private volatile String stoppedBecause = "";

  private volatile boolean wasCutShort;

  private volatile long cpuBefore;
  private volatile double pausesBefore;

  /**
   * A load test that has not begun; the target was asked whether it is there.
   *
   * @throws InvalidInputException if it cannot begin
   */
  public LoadRun(LoadSettings settings) {
    this.settings = settings;
    ResolvedScenario read =
        new ScenarioReader()
            .read(settings.scenario(), settings.settings().stream().map(Setting::parse).toList());
    this.resolved =
        settings.factor() == 1 ? read : with(read, read.scenario().atLoad(settings.factor()));
    this.prompts = Prompts.of(settings.prompts(), settings.replies());
    this.dialect =
        settings.dialect().orElseGet(() -> new Preflight(settings, scenario()).dialect());
    this.feeder = newVisits();
    if (settings.publishing().isAnywhere()) {
      LiveMeters meters = new LiveMeters(settings.publishing(), scenario(), log);
      log.observe(meters::ended);
      published = meters;
    }
    this.folder = RunFolder.prepare(settings.out());
    Runtime.getRuntime().addShutdownHook(new Thread(this::cutShort, "footfall-cut-short"));
  }

  private static ResolvedScenario with(ResolvedScenario read, Scenario scenario) {
    return new ResolvedScenario(scenario, read.yaml(), read.sha256(), read.provenance());
  }

  /** The scenario at the load that is put on. */
  public Scenario scenario() {
    return resolved.scenario();
  }

  Dialect dialect() {
    return dialect;
  }

  public LoadSettings settings() {
    return settings;
  }

  public VirtualUserFeeder visits() {
    return feeder;
  }

  /** The same shoppers, none of whom has come. */
  VirtualUserFeeder newVisits() {
    return new VirtualUserFeeder(
        scenario(), dialect, settings.replies(), prompts, settings.share());
  }

  public RunClock clock() {
    return clock;
  }

  public LoadLog log() {
    return log;
  }

  /** Whether a probe is warm when it begins to measure: a search has many of them. */
  boolean warmsUpByItself() {
    return settings.stopsEarly() && measuredFromNanos() >= WARM_NANOS;
  }

  /** A shopper comes; with the first of them time begins. */
  void arrive() {
    if (clock.isRunning() || !startClock()) {
      return;
    }
    cpuBefore = cpuNanos();
    pausesBefore = pauseSeconds();
    observers.scheduleAtFixedRate(
        machine::read, SCRAPE_MILLIS, SCRAPE_MILLIS, TimeUnit.MILLISECONDS);
    if (settings.incidents().isPresent()) {
      new IncidentPlayer(new StagingGateway(settings.target()), Incidents.of(scenario()))
          .start(clock, observers, this::breakDown);
    }
  }

  private boolean startClock() {
    Optional<Instant> agreed = settings.share().startAt();
    if (agreed.isEmpty()) {
      return clock.start();
    }
    long lateMillis = System.currentTimeMillis() - agreed.get().toEpochMilli();
    if (lateMillis > 0) {
      breakDown(
          new IllegalStateException(
              "it was ready " + lateMillis + " ms after --start-at; name a later time"));
    }
    return clock.start(agreed.get().toEpochMilli());
  }

  /** Waits until a moment before the instant at which all generators are to begin. */
  void awaitStart() {
    settings
        .share()
        .startAt()
        .ifPresent(
            instant -> {
              try {
                Duration rest = Duration.between(Instant.now(), instant).minusMillis(LEAD_MILLIS);
                TimeUnit.MILLISECONDS.sleep(Math.max(0, rest.toMillis()));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Something went wrong that must not: what was measured cannot be believed. */
  void breakDown(RuntimeException problem) {
    broken.compareAndSet(null, problem);
  }

  @Override
  public void opened() {
    connectionsMax.accumulateAndGet(connections.incrementAndGet(), Math::max);
  }

  @Override
  public void closed() {
    connections.decrementAndGet();
  }

  /** Begins to observe; an end by a signal writes what there is. */
  public void begin() {
    startedAt = Instant.now();
    scraper = new Scraper(settings.target(), scenario(), clock);
    scraper.scrape();
    observers.scheduleAtFixedRate(
        scraper::scrape, SCRAPE_MILLIS, SCRAPE_MILLIS, TimeUnit.MILLISECONDS);
    if (!settings.power().isEmpty()) {
      PowerMeter meter = new PowerMeter(URI.create(settings.power()), clock);
      observers.scheduleAtFixedRate(
          meter::read, SCRAPE_MILLIS, SCRAPE_MILLIS, TimeUnit.MILLISECONDS);
      power = meter;
    }
    if (settings.stopsEarly()) {
      Oversaturation oversaturation =
          new Oversaturation(scenario(), log, clock, this::partOfArrivals);
      observers.scheduleAtFixedRate(
          () -> oversaturation.found().ifPresent(this::stop),
          BEAT_SECONDS,
          BEAT_SECONDS,
          TimeUnit.SECONDS);
    }
    if (settings.pulse()) {
      ProgressReporter progress =
          new ProgressReporter(log, clock, scenario().horizonNanos(), System.out);
      observers.scheduleAtFixedRate(progress::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
      ProcessHandle.current().parent().ifPresent(LoadRun::endWith);
    }
  }

  /** Zero where shoppers come when others go: how many will come is then unknown. */
  private double partOfArrivals() {
    boolean isOpen = scenario().arrivals() instanceof Arrivals.Open;
    if (!isOpen || scenario().arrivals() instanceof Cohorts) {
      return 0;
    }
    return (double) feeder.countBefore(clock.nowNanos()) / feeder.count();
  }

  /** The verdict can no longer change. */
  private void stop(String because) {
    stoppedBecause = because;
    new Thread(() -> Runtime.getRuntime().exit(STOPPED), "footfall-stop").start();
  }

  /** Who listens to the pulse has gone: a load without an owner must not go on. */
  private static void endWith(ProcessHandle owner) {
    owner.onExit().thenRun(() -> Runtime.getRuntime().exit(TERMINATED));
  }

  /** The run is over: writes the run folder. */
  public void finish() {
    if (finished.compareAndSet(false, true)) {
      observers.shutdownNow();
      Objects.requireNonNull(scraper).scrape();
      write(resolved, endNanos(), log.requests(), log.census());
    }
  }

  /** What was measured until now is kept, even if that is all within the warm-up. */
  private void cutShort() {
    if (finished.compareAndSet(false, true)) {
      observers.shutdownNow();
      List<MeasuredRequest> requests = log.everyRequest();
      long now = Math.min(clock.nowNanos(), scenario().horizonNanos());
      if (now > 0 && !requests.isEmpty()) {
        boolean isWarm = now > measuredFromNanos();
        Scenario shorter = scenario().over(now, isWarm ? scenario().warmUp() : new WarmUp.None());
        wasCutShort = true;
        write(with(resolved, shorter), now, requests, MeasuredRun.census(requests));
      }
    }
    folder.discard();
  }

  private long measuredFromNanos() {
    return scenario().warmUp() instanceof WarmUp.Fixed fixed ? fixed.nanos() : 0;
  }

  private long endNanos() {
    long last = log.requests().stream().mapToLong(r -> r.times().endedNanos()).max().orElse(0);
    return scenario().drain()
        ? Math.max(last, scenario().horizonNanos())
        : scenario().horizonNanos();
  }

  private void write(
      ResolvedScenario asItWas, long endNanos, List<MeasuredRequest> requests, Census census) {
    double seconds = clock.nowNanos() / NANOS;
    if (published != null) {
      published.close();
    }
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    GeneratorHealth health =
        new GeneratorHealth(
            log.conversationsMax(),
            log.underWayMax(),
            connectionsMax.get(),
            settings.maxConnections(),
            log.notSentCount(),
            (cpuNanos() - cpuBefore) / NANOS / Math.max(1e-9, seconds + 1),
            system.getAvailableProcessors(),
            pauseSeconds() - pausesBefore,
            settings.target().isLocal() ? machine.mean().orElse(Double.NaN) : Double.NaN);
    LoadMeasurement measurement =
        new LoadMeasurement(
            settings.target().base().toString(),
            dialect.model(),
            settings.factor(),
            requests,
            census,
            endNanos,
            health,
            new ReplyLengths(settings.replies().forced(), log.meanPlannedTokens()),
            Objects.requireNonNull(scraper).samples(),
            scraper.answered(),
            scraper.played(),
            power == null ? Optional.empty() : power.between(measuredFromNanos(), endNanos));
    Results.Wall wall =
        new Results.Wall(
            Objects.requireNonNull(startedAt).truncatedTo(ChronoUnit.MILLIS).toString(),
            seconds,
            0);
    Share share = settings.share();
    Outcome outcome =
        new LoadReport(settings, resolved)
            .of(
                asItWas,
                share.isWhole() ? measurement : measurement.withoutServer(),
                wall,
                wasCutShort ? Optional.of(stoppedBecause) : Optional.empty(),
                Optional.ofNullable(broken.get()));
    MeasuredShare part =
        new MeasuredShare(
            share.number(),
            share.of(),
            clock.epochMillis(0),
            wasCutShort,
            predictedJson(),
            measurement);
    folder.write(
        outcome, Map.of(), share.isWhole() ? Map.of() : Map.of(MeasuredShare.FILE, part.packed()));
  }

  private String predictedJson() {
    return settings.predicted().map(LoadReport::text).orElse("");
  }

  private static long cpuNanos() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }

  private static double pauseSeconds() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum()
        / MILLIS;
  }
}
