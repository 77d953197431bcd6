package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.figures.FigureName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sizing found, as it stands under {@code sizing} in {@code results.json}. A configuration
 * is what is chosen by the name of the decision.
 *
 * @param configuration the cheapest that meets all objectives; where there is none, the one that
 *     comes nearest
 * @param conditions under which it meets them besides, in words; none where only the stated load is
 *     asked about
 * @param slo its objectives, each judged so strictly that the answer has the stated confidence
 * @param summary the answer line by line; null in runs of version 0.1
 * @param options what else could be bought, and why it is not, the answer first; null in runs of
 *     version 0.1
 * @param worth what a little more of each pool brings; null where nobody buys anything
 * @param undecided configurations that might be cheaper still
 * @param infeasible objectives that no configuration meets, each with the best that can be had
 */
public record SizingFigures(
    Answer verdict,
    double confidence,
    Objective objective,
    Map<String, String> configuration,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<String> conditions,
    List<SloVerdict> slo,
    Counts counts,
    List<DecisionFigures> decisions,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Line> summary,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Option> options,
    List<Tried> tried,
    List<Pruned> pruned,
    List<Tried> undecided,
    List<Infeasible> infeasible,
    @JsonInclude(JsonInclude.Include.NON_NULL) Headroom headroom,
    @JsonInclude(JsonInclude.Include.NON_NULL) Growth growth,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Worth> worth,
    @JsonInclude(JsonInclude.Include.NON_NULL) Sensitivity sensitivity) {

  /** The same with the answer line by line. */
  public SizingFigures saying(List<Line> lines) {
    return new SizingFigures(
        verdict,
        confidence,
        objective,
        configuration,
        conditions,
        slo,
        counts,
        decisions,
        lines,
        options,
        tried,
        pruned,
        undecided,
        infeasible,
        headroom,
        growth,
        worth,
        sensitivity);
  }

  /** A line of the answer. */
  public record Line(String label, String text) {}

  /**
   * Something that could be bought.
   *
   * @param bought the same in words
   * @param objective what it comes to: as simulated, or else by arithmetic
   * @param simulated whether it was simulated
   * @param why it is chosen, or is not
   */
  public record Option(
      Map<String, String> configuration,
      String bought,
      double objective,
      boolean simulated,
      String why) {}

  /** How a sizing ended. */
  public enum Answer {
    /** The configuration is the cheapest, with the stated confidence. */
    DECIDED,
    /** More replications are needed to say so. */
    UNDECIDED,
    /** Nothing that may be bought meets all objectives. */
    INFEASIBLE
  }

  /** What is least: its figure, in its unit, with a 95 % interval. */
  public record Objective(String metric, double value, double[] ci95) {}

  /**
   * Something that was decided, and what there was to choose from.
   *
   * @param pools that it is about; none where it is the routing
   */
  public record DecisionFigures(String name, List<String> choices, List<String> pools) {}

  /**
   * What became of all configurations; they add up to the total.
   *
   * @param unfit that cannot be run: a model does not fit on its device, say
   * @param alike that differ from another only in what is not bought
   * @param prunedByTheory of which theory is sure that they miss an objective
   * @param dominated that have fewer workers than one that failed, and are the same otherwise
   * @param dearer than the answer, if they met the objectives at all
   * @param simulated put on trial
   * @param untried that might be cheaper, but for which there was no room
   * @param replications that the simulated ones took
   */
  public record Counts(
      long total,
      long unfit,
      long alike,
      long prunedByTheory,
      long dominated,
      long dearer,
      long simulated,
      long untried,
      long replications) {}

  /**
   * A configuration on trial.
   *
   * @param expectedObjective by arithmetic
   * @param expectedViolation by theory: what is expected over what is allowed, of the objective
   *     that is missed most or met least; above 1 a miss
   * @param objective as simulated
   * @param condition under which that was decided, where it is one that is asked for besides
   * @param more replications that would probably tell what is undecided
   */
  public record Tried(
      Map<String, String> configuration,
      double expectedObjective,
      double expectedViolation,
      double objective,
      Verdict verdict,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String condition,
      int replications,
      int more,
      List<SloVerdict> slo) {}

  /**
   * What theory has ruled out.
   *
   * @param reason which objective is missed
   * @param exact whether by a closed form that is exact
   * @param example the one that misses it least
   * @param violation what is expected of that over what is allowed, at the stated load
   */
  public record Pruned(
      String reason, boolean exact, long count, Map<String, String> example, double violation) {}

  /**
   * An objective that cannot be met, or not with the others.
   *
   * @param alone whether some configuration meets it if the others do not count
   * @param best of this figure that can be had
   */
  public record Infeasible(
      String metric,
      String stat,
      @JsonInclude(JsonInclude.Include.NON_NULL) String pool,
      String op,
      double threshold,
      boolean alone,
      double best,
      double[] ci95,
      Map<String, String> configuration) {}

  /**
   * How much more the configuration stands.
   *
   * @param load largest load at which it passes and least at which it does not, over the stated one
   * @param limit the objective that fails first; null where none does within what was tried, or
   *     where a pool is overloaded before any does
   * @param cause what breaks there: that objective, or that a pool cannot keep up; null where
   *     nothing breaks within what was tried
   * @param bottleneck the pool that has least to spare there
   * @param bottleneckIsQuota whether that is what its vendor grants, and not its workers
   */
  public record Headroom(
      double[] load,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SloVerdict limit,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cause,
      String bottleneck,
      double bottleneckUtilization,
      boolean bottleneckIsQuota,
      List<WithoutOne> withoutOneWorker,
      @JsonInclude(JsonInclude.Include.NON_NULL) Recovery flashSale) {
    /** Whether something breaks within what was tried. */
    @JsonIgnore
    public boolean isKnown() {
      return cause != null || limit != null;
    }

    /** What breaks, in words. */
    @JsonIgnore
    public String causeInWords() {
      return limit != null
          ? new FigureName(limit.metric(), limit.stat(), Optional.ofNullable(limit.pool())).words()
              + " fails"
          : String.valueOf(cause);
    }
  }

  /** What becomes of the objectives without one worker of a pool. */
  public record WithoutOne(String pool, int workersLeft, Verdict verdict, List<SloVerdict> slo) {}

  /**
   * How long the queues take after a flash sale, from its start; infinite (null) where one of the
   * runs ended before.
   */
  public record Recovery(double peak, double seconds, double[] ci95, int replications) {}

  /**
   * What to buy when, if the load grows by a part of itself every month.
   *
   * @param percentile of the demand for which the other plan is made, from 0 to 1
   * @param highLoad what that is, over the expected demand
   * @param steps what is bought for the expected demand
   * @param highSteps what is bought to be prepared for the higher demand
   * @param months one after the other; null in runs of version 0.1
   * @param tokenPrices by what part of themselves prices of use change in a month
   * @param hourPrices the same of workers' hours
   */
  public record Growth(
      double perMonth,
      double percentile,
      double highLoad,
      List<Step> steps,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Step> highSteps,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Month> months,
      double tokenPrices,
      double hourPrices) {}

  /**
   * One month of a plan.
   *
   * @param month from now on, which is zero
   * @param starts the day, where the scenario has dates; else null
   * @param conversations that are expected in it; NaN where not known
   * @param otherCosts that no configuration changes, staff say
   * @param expected the plan for the expected demand
   * @param high the plan for the higher demand
   */
  public record Month(
      int month,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String starts,
      double conversations,
      double otherCosts,
      Plan expected,
      Plan high) {}

  /**
   * The deployment of a month and its cost.
   *
   * @param load over the stated one
   * @param objective what it comes to at that load: workers the same, the rest with the load
   * @param bought whether it is new in this month
   * @param verdict of the sizing by which it was chosen
   */
  public record Plan(
      double load,
      Map<String, String> configuration,
      double objective,
      boolean bought,
      Answer verdict) {}

  /**
   * From this month on, counted from zero, this is to be had.
   *
   * @param load over the stated one
   * @param verdict of the sizing at that load
   */
  public record Step(
      int month,
      double load,
      Map<String, String> configuration,
      double objective,
      Answer verdict) {}

  /**
   * What a little more of something brings in a month, in currency units.
   *
   * @param revenue that is lost no more
   * @param revenueCi95 its 95 % interval
   * @param margin the part of it that is left; NaN where not stated
   */
  public record Worth(
      String change, double cost, double revenue, double[] revenueCi95, double margin) {
    /** Whether it pays, as far as the interval tells: in words. */
    @JsonIgnore
    public String verdict() {
      double part = Double.isNaN(margin) ? 1 : revenue == 0 ? 0 : margin / revenue;
      return revenueCi95[0] * part > cost
          ? "pays"
          : revenueCi95[1] * part < cost ? "does not pay" : "may pay";
    }
  }

  /** What the answer hangs on. */
  public record Sensitivity(double change, List<Input> inputs, List<Price> prices, Breach breach) {}

  /**
   * An input that is less and more than stated by the same part, everything else as it is.
   *
   * @param figure the objective that it moves most: which figure, as it is, and with the input less
   *     and more
   * @param swing the greater of both changes, over the figure's threshold
   */
  public record Input(
      String input,
      String figure,
      double threshold,
      double base,
      double less,
      double more,
      double[] lessCi95,
      double[] moreCi95,
      double swing,
      Verdict lessVerdict,
      Verdict moreVerdict) {}

  /**
   * A price that changes.
   *
   * @param less what the answer costs a month if the price falls by the part, and more if it rises
   * @param upTo price over the stated one up to which the answer stays the cheapest of what was
   *     seen to pass; infinite (null) where it always does
   * @param then what is cheaper beyond that; empty where nothing is
   */
  public record Price(
      String price, double less, double more, double upTo, Map<String, String> then) {}

  /**
   * How often an objective is missed if load and service times are only roughly known: of runs with
   * both drawn from log-normal distributions, how many miss one.
   */
  public record Breach(
      double demandCv, double serviceCv, int runs, int missed, double probability, double[] ci95) {}
}
