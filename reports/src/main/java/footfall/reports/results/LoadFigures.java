package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import footfall.reports.figures.Quantity;
import footfall.reports.results.Results.MetricFigures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What only a load test knows.
 *
 * @param target base address
 * @param factor by which the scenario's load was multiplied
 * @param fromSend the times of requests from the moment they were really sent, where all others
 *     count from the moment that the shopper meant to send them
 * @param timeToFirstToken what it is made of
 * @param server what it says itself of its pools, beside what follows from the client's clock
 * @param replies how long they were
 * @param pools figures of each pool; null in runs of earlier versions
 * @param energy as devices' own meters tell; null where none was read
 * @param problems why requests were not answered, in the words of the target or the network, the
 *     most frequent first, at most five; null in runs of earlier versions
 * @param limit the search for the largest load; null if not asked for
 * @param incidents that were played meanwhile; null for none
 */
public record LoadFigures(
    String target,
    String model,
    double factor,
    Generator generator,
    Map<String, MetricFigures> fromSend,
    List<Part> timeToFirstToken,
    List<ServerSide> server,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Replies replies,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Pool> pools,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Energy energy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Problem> problems,
    @JsonInclude(JsonInclude.Include.NON_NULL) Limit limit,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable IncidentFigures incidents) {

  private static final int PROBLEMS_TOLD = 3;

  /** The same with the search that led to it. */
  public LoadFigures with(Limit search) {
    return with(search, incidents);
  }

  /** The same with incidents that were played meanwhile. */
  public LoadFigures with(IncidentFigures played) {
    return with(limit, played);
  }

  private LoadFigures with(@Nullable Limit search, @Nullable IncidentFigures played) {
    return new LoadFigures(
        target,
        model,
        factor,
        generator,
        fromSend,
        timeToFirstToken,
        server,
        replies,
        pools,
        energy,
        problems,
        search,
        played);
  }

  /** The problems in words; empty where there are none. */
  public Optional<String> problemsSentence() {
    if (problems == null || problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        problems.stream()
            .limit(PROBLEMS_TOLD)
            .map(of -> String.format(Locale.ROOT, "%,d with \"%s\"", of.requests(), of.problem()))
            .collect(Collectors.joining(", ", "Not answered: ", ".")));
  }

  /**
   * Why requests were not answered.
   *
   * @param outcome of them, as in {@code requests.jsonl.gz}
   * @param problem of the first of them; the others differ in numbers at most
   */
  public record Problem(String outcome, String problem, long requests) {}

  /**
   * What devices have drawn in the measured time, idle or not.
   *
   * @param devices that were read
   * @param joules of all of them together
   * @param watts of all of them together, on average
   * @param joulesPerRequest over the requests that were answered; NaN where none was
   */
  public record Energy(int devices, double joules, double watts, double joulesPerRequest) {
    /** The figures in words. */
    public String sentence() {
      return String.format(
          Locale.ROOT,
          "Energy measured on %d %s: %s J, %s W on average, %s J for each answered request.",
          devices,
          devices == 1 ? "device" : "devices",
          Quantity.digits(joules),
          Quantity.digits(watts),
          Quantity.digits(joulesPerRequest));
    }
  }

  /**
   * One pool as the client saw it.
   *
   * @param played whether it is only played by a service model, as a server of ours tells
   * @param tells whether the server tells how long requests queued; else all is service
   * @param requests that went to it, as far as anybody knows
   * @param open those of them that were under way when the run was closed
   * @param outputTokensPerSecond of all its answers together
   */
  public record Pool(
      String pool,
      boolean played,
      boolean tells,
      long requests,
      long answered,
      long open,
      MetricFigures timeToFirstToken,
      MetricFigures requestLatency,
      double outputTokensPerSecond) {}

  /**
   * How long the answered replies were, in tokens on average.
   *
   * @param forced whether the target was made to write as many as planned
   * @param planned by the scenario
   */
  public record Replies(boolean forced, double planned, double measured) {
    private static final double NOTICEABLE = 0.05;

    /** Whether what was planned is not what came. */
    public boolean differ() {
      return Math.abs(measured - planned) > NOTICEABLE * planned;
    }

    /** Both, in a sentence. */
    public String sentence() {
      return String.format(
          Locale.ROOT,
          "Replies had %.1f tokens on average, %.1f are planned; %s.",
          measured,
          planned,
          forced
              ? "they were to be as long as planned (--force-lengths)"
              : "the target ended them itself (--force-lengths makes them as long as planned)");
    }
  }

  /** Whether the generator itself was fit for its load. */
  public enum Fitness {
    KEPT_UP,
    /** It sent requests later than its shoppers meant to. */
    LATE,
    /** It had no connection, or no processor, left. */
    SATURATED
  }

  /**
   * The generator.
   *
   * @param lateness from the moment a request was meant to be sent to the moment it was
   * @param cpu cores that it used, on average
   * @param machineBusy part of all processors of its machine that was busy; null or NaN where the
   *     target is on another machine
   */
  public record Generator(
      Fitness verdict,
      String because,
      MetricFigures lateness,
      long conversationsMax,
      long requestsMax,
      long connectionsMax,
      long connectionsAllowed,
      double cpu,
      int cores,
      double pauseSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double machineBusy) {
    private static final double BUSY = 0.9;
    private static final double NOTICEABLE = 0.03;

    /** Says that client and server took processors from each other; empty where they did not. */
    public Optional<String> contention() {
      if (machineBusy == null || !(machineBusy > BUSY) || !(cpu > NOTICEABLE * cores)) {
        return Optional.empty();
      }
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Client and server share a machine whose processors were %.0f %% busy; %.0f %% of them"
                  + " went to the generator, and the server would be faster without it.",
              100 * machineBusy,
              100 * cpu / cores));
    }
  }

  /**
   * A part of the time to the first token, of the requests of one pool of which the server tells.
   *
   * @param part {@code lateness} of the generator, {@code queue} at the server, {@code prefill}
   *     there, and {@code network}, which is all the rest
   */
  public record Part(String pool, String part, MetricFigures time) {}

  /**
   * A pool by its own metrics, and by the client's clock: arrivals times time spent there, by
   * Little's law.
   */
  public record ServerSide(
      String pool, int samples, double inSystem, double[] ci95, double inSystemByClient) {}

  /**
   * The search for the largest load within the objectives.
   *
   * @param predicted factor that the simulation sees at the limit; NaN if it sees none
   * @param found the largest that was confirmed; NaN if none was
   * @param above the smallest that was found to be too much; NaN if none was
   * @param generatorWasLate whether the search ended because the generator stayed late
   * @param interrupted whether it was ended from outside, so that what was found is what had held
   *     until then
   */
  public record Limit(
      double predicted,
      double found,
      double above,
      boolean generatorWasLate,
      boolean interrupted,
      List<Probe> probes) {
    /** What was found, in plain words. */
    public String sentence() {
      String simulated =
          Double.isNaN(predicted)
              ? ""
              : String.format(Locale.ROOT, "; the simulation sees it at %.3g", predicted);
      String tooMuch =
          Double.isNaN(above) ? "" : String.format(Locale.ROOT, ", %.3g is too much", above);
      if (interrupted) {
        return Double.isNaN(found)
            ? "The search was interrupted before a load was found that holds" + simulated + "."
            : String.format(
                Locale.ROOT,
                "The search was interrupted: %.3g times the scenario's load was the largest that had"
                    + " held in a test%s%s.",
                found,
                tooMuch,
                simulated);
      }
      if (Double.isNaN(found)) {
        return generatorWasLate
            ? "No limit found: the generator was late again and again" + tooMuch + simulated + "."
            : "No load was confirmed" + tooMuch + simulated + ".";
      }
      return generatorWasLate
          ? String.format(
              Locale.ROOT,
              "%.3g times the scenario's load holds%s; the limit was not found, as the generator was"
                  + " late beyond it%s.",
              found,
              tooMuch,
              simulated)
          : String.format(
              Locale.ROOT,
              "The limit is %.3g times the scenario's load%s%s.",
              found,
              tooMuch,
              simulated);
    }

    /**
     * The same when the last test at that factor is done.
     *
     * @param keptUp whether the generator did
     * @param keeps whether the objectives were kept
     * @param isOver whether the search is, and the test was not cut short
     */
    public Limit confirmed(double factor, boolean keptUp, boolean keeps, boolean isOver) {
      return new Limit(
          predicted,
          keptUp && keeps ? factor : Double.NaN,
          keptUp && !keeps ? factor : above,
          generatorWasLate || !keptUp,
          !isOver,
          probes);
    }
  }

  /**
   * One load that was tried.
   *
   * @param verdict {@code PASS}, {@code FAIL}, {@code UNDECIDED} or {@code NOT_VALID}
   * @param because what failed; empty if nothing did
   */
  public record Probe(
      double factor, double seconds, double throughput, String verdict, String because) {}
}
