package footfall.reports.analysis.load;

import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.StudentT;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Twins;
import footfall.reports.analysis.samples.BatchFigures;
import footfall.reports.figures.Quantity;
import footfall.reports.measurement.GeneratorHealth;
import footfall.reports.measurement.LoadMeasurement;
import footfall.reports.measurement.MeasuredLog;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRun;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.LoadFigures.Fitness;
import footfall.reports.results.LoadFigures.Generator;
import footfall.reports.results.LoadFigures.Part;
import footfall.reports.results.LoadFigures.ServerSide;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Check;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.RunMode;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.routing.Shadow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what a load test has brought home into results. Stateless. */
public final class LoadAnalysis {
  /** Name of the check of the load generator itself; a busy machine makes it fail. */
  public static final String GENERATOR_KEPT_UP = "the generator kept up";

  /**
   * Beyond that its lateness matters, if it is a noticeable part of the time to the first token.
   */
  private static final double MOST_LATENESS_SECONDS = 0.005;

  private static final double NOTICEABLE = 0.05;

  /** Beyond that part of its processors it is the generator that is being measured. */
  private static final double MOST_CPU = 0.9;

  /** What the server's figure and the client's may differ by, however sure it is. */
  private static final double LITTLE_PART = 0.05;

  private static final int FEWEST_SAMPLES = 10;
  private static final double CONFIDENCE = 0.99;
  private static final int BATCHES = 20;
  private static final int MOST_PROBLEMS = 5;
  private static final Pattern NUMBERS = Pattern.compile("[0-9][0-9a-fA-F-]*");
  private static final double NANOS = 1e9;

  private final Scenario scenario;
  private final LoadMeasurement measurement;
  private final List<MeasuredRequest> measured;
  private final double measuredSeconds;
  private final long fromNanos;

  private LoadAnalysis(Scenario scenario, LoadMeasurement measurement, Results results) {
    this.scenario = scenario;
    this.measurement = measurement;
    this.fromNanos = Math.round(results.run().measuredFromSeconds() * NANOS);
    this.measured =
        measurement.requests().stream()
            .filter(request -> request.times().intendedNanos() >= fromNanos)
            .sorted(Comparator.comparingLong(request -> request.times().intendedNanos()))
            .toList();
    this.measuredSeconds = (endNanos() - fromNanos) / NANOS;
  }

  /**
   * Everything that it shows.
   *
   * @param resolved the scenario at the load that was put on
   * @param version of the tool
   * @param wall when it was made and how long it took
   */
  public static Outcome of(
      ResolvedScenario resolved, LoadMeasurement measurement, String version, Results.Wall wall) {
    Scenario scenario = resolved.scenario();
    ReplicationRecord record =
        MeasuredRun.record(
            scenario, measurement.requests(), measurement.census(), measurement.endNanos());
    Outcome outcome =
        Analysis.of(resolved, List.of(record), Twins.NONE, RunMode.LOAD, version, wall);
    LoadAnalysis analysis = new LoadAnalysis(scenario, measurement, outcome.results());
    LoadFigures load = analysis.figures();
    Results results = outcome.results().loaded(load);
    String more =
        Stream.of(load.problemsSentence(), load.generator().contention())
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    if (!more.isEmpty()) {
      results = results.answering(results.answer() + " " + more);
    }
    for (Check check : analysis.checks(load)) {
      results = results.checked(check);
    }
    return outcome.with(results).with(measurement);
  }

  private LoadFigures figures() {
    Map<String, MetricFigures> fromSend = new LinkedHashMap<>();
    fromSend.put(
        "request_latency",
        BatchFigures.of(answered(), r -> r.times().endedNanos() - r.times().sentNanos()));
    fromSend.put(
        "time_to_first_token",
        BatchFigures.of(answered(), r -> r.times().firstTokenNanos() - r.times().sentNanos()));
    return new LoadFigures(
        measurement.target(),
        measurement.model(),
        measurement.factor(),
        generator(),
        fromSend,
        parts(),
        server(),
        replies(),
        pools(),
        energy(),
        problems(),
        null,
        null);
  }

  private LoadFigures.@Nullable Energy energy() {
    long answered = measured.stream().filter(MeasuredRequest::isAnswered).count();
    return measurement
        .energy()
        .map(
            of ->
                new LoadFigures.Energy(
                    of.devices(),
                    of.joules(),
                    of.watts(),
                    answered == 0 ? Double.NaN : of.joules() / answered))
        .orElse(null);
  }

  private List<LoadFigures.Problem> problems() {
    Map<String, List<MeasuredRequest>> alike =
        measured.stream()
            .filter(request -> !request.isOpen() && !request.ending().problem().isEmpty())
            .collect(
                Collectors.groupingBy(
                    request -> NUMBERS.matcher(request.ending().problem()).replaceAll("#"),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return alike.values().stream()
        .map(
            of ->
                new LoadFigures.Problem(
                    MeasuredLog.outcome(of.get(0)), of.get(0).ending().problem(), of.size()))
        .sorted(Comparator.comparingLong(LoadFigures.Problem::requests).reversed())
        .limit(MOST_PROBLEMS)
        .toList();
  }

  private List<LoadFigures.Pool> pools() {
    List<LoadFigures.Pool> rows = new ArrayList<>();
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      int index = pool;
      List<MeasuredRequest> all =
          measured.stream()
              .flatMap(request -> request.inPools().stream())
              .filter(part -> part.told().pool() == index)
              .toList();
      List<MeasuredRequest> answered = all.stream().filter(MeasuredRequest::isAnswered).toList();
      String name = scenario.pools().get(pool).name();
      rows.add(
          new LoadFigures.Pool(
              name,
              measurement.played().contains(name),
              answered.stream().anyMatch(MeasuredRequest::isQueueTold),
              all.size(),
              answered.size(),
              all.stream().filter(MeasuredRequest::isOpen).count(),
              BatchFigures.of(
                  answered, r -> r.times().firstTokenNanos() - r.times().intendedNanos()),
              BatchFigures.of(answered, r -> r.times().endedNanos() - r.times().intendedNanos()),
              answered.stream().mapToInt(MeasuredRequest::outputTokens).sum() / measuredSeconds));
    }
    return rows;
  }

  private LoadFigures.Replies replies() {
    double measuredTokens =
        measurement.requests().stream()
            .filter(MeasuredRequest::isAnswered)
            .mapToInt(MeasuredRequest::outputTokens)
            .average()
            .orElse(Double.NaN);
    return new LoadFigures.Replies(
        measurement.replies().forced(), measurement.replies().planned(), measuredTokens);
  }

  /** By their ends, like every other time of a run: else the longest would be missing. */
  private List<MeasuredRequest> answered() {
    return measurement.requests().stream()
        .filter(MeasuredRequest::isAnswered)
        .filter(request -> request.times().endedNanos() >= fromNanos)
        .sorted(Comparator.comparingLong(request -> request.times().intendedNanos()))
        .toList();
  }

  private Generator generator() {
    GeneratorHealth health = measurement.generator();
    MetricFigures lateness =
        BatchFigures.of(
            measured.stream().filter(r -> r.times().sentNanos() >= 0).toList(),
            LoadAnalysis::latenessNanos);
    Fitness fitness = Fitness.KEPT_UP;
    String because =
        String.format(
            Locale.ROOT,
            "p99 lateness %s, %.0f %% of %d cores",
            Quantity.seconds(lateness.p99()),
            100 * health.cpu() / health.cores(),
            health.cores());
    if (health.notSent() > 0) {
      fitness = Fitness.SATURATED;
      because =
          String.format(
              Locale.ROOT,
              "%,d requests found none of %,d connections free",
              health.notSent(),
              health.connectionsAllowed());
    } else if (health.cpu() > MOST_CPU * health.cores()) {
      fitness = Fitness.SATURATED;
    } else if (isLate(lateness)) {
      fitness = Fitness.LATE;
    }
    return new Generator(
        fitness,
        because,
        lateness,
        health.conversationsMax(),
        health.requestsMax(),
        health.connectionsMax(),
        health.connectionsAllowed(),
        health.cpu(),
        health.cores(),
        health.pauseSeconds(),
        Double.isNaN(health.machineBusy()) ? null : health.machineBusy());
  }

  /** By no small part of what it measures. */
  private boolean isLate(MetricFigures lateness) {
    MetricFigures firstToken =
        BatchFigures.of(answered(), r -> r.times().firstTokenNanos() - r.times().intendedNanos());
    boolean usually =
        lateness.p50() > MOST_LATENESS_SECONDS && !(lateness.p50() < NOTICEABLE * firstToken.p50());
    boolean atWorst =
        lateness.p99() > MOST_LATENESS_SECONDS && !(lateness.p99() < NOTICEABLE * firstToken.p99());
    return usually || atWorst;
  }

  private static long latenessNanos(MeasuredRequest request) {
    return Math.max(0, request.times().sentNanos() - request.times().intendedNanos());
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      int index = pool;
      List<MeasuredRequest> told =
          answered().stream()
              .filter(r -> r.told().pool() == index && r.told().firstTokenNanos() >= 0)
              .toList();
      if (!told.isEmpty()) {
        String name = scenario.pools().get(pool).name();
        part(parts, name, "lateness", told, LoadAnalysis::latenessNanos);
        part(parts, name, "queue", told, r -> r.told().queueNanos());
        part(parts, name, "prefill", told, r -> r.told().firstTokenNanos() - r.told().queueNanos());
        part(parts, name, "network", told, MeasuredRequest::networkNanos);
      }
    }
    return parts;
  }

  private static void part(
      List<Part> parts,
      String pool,
      String name,
      List<MeasuredRequest> requests,
      ToDoubleFunction<MeasuredRequest> nanos) {
    parts.add(
        new Part(
            pool,
            name,
            BatchFigures.of(requests, r -> Math.max(0, Math.round(nanos.applyAsDouble(r))))));
  }

  private List<ServerSide> server() {
    List<ServerSide> sides = new ArrayList<>();
    Set<String> ofCopies = scenario.routing().shadow().map(Shadow::pools).orElse(Set.of());
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      if (ofCopies.contains(scenario.pools().get(pool).name())) {
        continue;
      }
      int index = pool;
      double[] inSystem =
          measurement.server().stream()
              .filter(s -> s.pool() == index && s.nanos() >= fromNanos && s.nanos() < endNanos())
              .mapToDouble(s -> s.waiting() + s.inService())
              .toArray();
      if (inSystem.length >= FEWEST_SAMPLES) {
        double mean = mean(inSystem);
        Interval interval = scatter(inSystem);
        double nanos =
            measurement.requests().stream()
                .flatMap(request -> request.inPools().stream())
                .filter(r -> r.told().pool() == index)
                .mapToDouble(this::withinServer)
                .sum();
        sides.add(
            new ServerSide(
                scenario.pools().get(pool).name(),
                inSystem.length,
                mean,
                new double[] {interval.low(), interval.high()},
                nanos / NANOS / measuredSeconds));
      }
    }
    return sides;
  }

  /**
   * The interval of the mean by batch means, because samples are autocorrelated. If all samples are
   * zero, it reaches to the largest mean that would leave them all zero with this confidence.
   */
  private static Interval scatter(double[] samples) {
    double mean = mean(samples);
    int size = Math.max(1, samples.length / BATCHES);
    double[] batches = new double[samples.length / size];
    Arrays.setAll(
        batches,
        i -> mean(Arrays.copyOfRange(samples, i * size, Math.min(samples.length, (i + 1) * size))));
    Interval interval = StudentT.interval(mean, batches, CONFIDENCE);
    double missed = -Math.log(1 - CONFIDENCE) / batches.length;
    return mean == 0 ? new Interval(0, missed) : interval;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private List<Check> checks(LoadFigures load) {
    List<Check> checks = new ArrayList<>();
    Generator generator = load.generator();
    checks.add(
        new Check(
            GENERATOR_KEPT_UP,
            generator.verdict() == Fitness.KEPT_UP,
            generator.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + ": "
                + generator.because()));
    if (!load.server().isEmpty() && isOurs()) {
      checks.add(little(load.server()));
    }
    if (!Double.isNaN(measurement.answeredByServer())) {
      checks.add(countedAlike());
    }
    checks.add(timesInOrder());
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      erlangs(pool, checks);
    }
    return checks;
  }

  /**
   * Whether the server counts requests from the moment they come. Gauges of others are those of the
   * engine's last step: what has come since is in none.
   */
  private boolean isOurs() {
    return measured.stream().anyMatch(MeasuredRequest::isQueueTold);
  }

  /**
   * Over all pools together, as a client does not know which of them had a request that was not
   * answered.
   */
  private Check little(List<ServerSide> sides) {
    double counted = sides.stream().mapToDouble(ServerSide::inSystem).sum();
    double margin =
        Math.sqrt(
            sides.stream()
                .mapToDouble(side -> Math.pow(side.ci95()[1] - side.inSystem(), 2))
                .sum());
    double byClient =
        measurement.requests().stream().mapToDouble(this::withinServer).sum()
            / NANOS
            / measuredSeconds;
    double off = Math.abs(counted - byClient);
    return new Check(
        "Little's law between client and server",
        off <= margin || off <= LITTLE_PART * Math.max(counted, byClient),
        String.format(
            Locale.ROOT,
            "the server counted %.3g on average (%.3g to %.3g), arrivals times latency is %.3g",
            counted,
            Math.max(0, counted - margin),
            counted + margin,
            byClient));
  }

  /** How much of a request's time at the server lies in the measured time. */
  private double withinServer(MeasuredRequest request) {
    long sent = request.times().sentNanos();
    long arrived = sent + (request.told().firstTokenNanos() < 0 ? 0 : request.networkNanos());
    return within(sent < 0 ? sent : arrived, request.times().endedNanos());
  }

  /** How much of a stretch lies in the measured time. */
  private double within(long from, long to) {
    return from < 0 ? 0 : Math.max(0, Math.min(to, endNanos()) - Math.max(from, fromNanos));
  }

  private long endNanos() {
    return Math.min(scenario.horizonNanos(), measurement.endNanos());
  }

  /**
   * Each request is sent once: what the server has answered is what was heard to the end, or was
   * given up here meanwhile.
   */
  private Check countedAlike() {
    long sent = measurement.requests().stream().filter(r -> r.times().sentNanos() >= 0).count();
    long heard =
        measurement.requests().stream().filter(r -> r.later().orElse(r).isAnswered()).count();
    double counted = measurement.answeredByServer();
    return new Check(
        "client and server count alike",
        counted >= heard && counted <= sent,
        String.format(
            Locale.ROOT,
            "the server answered %,.0f requests; of %,d that were sent %,d were heard to the end%s",
            counted,
            sent,
            heard,
            counted > sent ? ": others ask it too, or requests were sent again" : ""));
  }

  /** What the server says it took cannot be more than what the client saw. */
  private Check timesInOrder() {
    long impossible =
        answered().stream()
            .filter(
                r ->
                    r.times().firstTokenNanos() < r.times().sentNanos()
                        || r.times().endedNanos() < r.times().firstTokenNanos()
                        || r.told().firstTokenNanos()
                            > r.times().firstTokenNanos() - r.times().sentNanos() + 1_000_000)
            .count();
    return new Check(
        "times are in order",
        impossible * 1_000 <= answered().size(),
        impossible + " of " + answered().size() + " requests have impossible times");
  }

  private static long serviceNanos(MeasuredRequest request) {
    MeasuredRequest.Told told = request.told();
    return Math.max(0, told.firstTokenNanos() - Math.max(0, told.queueNanos()))
        + Math.max(0, told.generationNanos());
  }

  /** No more can be in service, by the server's own times, than there are slots for. */
  private void erlangs(int pool, List<Check> checks) {
    PoolSpec spec = scenario.pools().get(pool);
    double seconds =
        measurement.requests().stream()
            .flatMap(request -> request.inPools().stream())
            .filter(r -> r.told().pool() == pool && r.told().firstTokenNanos() >= 0)
            .mapToDouble(r -> within(r.startedNanos(), r.startedNanos() + serviceNanos(r)))
            .sum();
    if (seconds > 0) {
      double erlangs = seconds / NANOS / measuredSeconds;
      int slots = spec.workers() * spec.slots();
      checks.add(
          new Check(
              "what pool " + spec.name() + " carries fits into it",
              erlangs <= slots,
              String.format(Locale.ROOT, "%.3g erlangs of service, %d slots", erlangs, slots)));
    }
  }
}
