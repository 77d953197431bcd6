package footfall.reports.analysis.verdicts;

import footfall.queueing.closedforms.Prediction;
import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.PoolTally;
import footfall.reports.results.Results.TheoryRow;
import footfall.reports.results.Results.Verdict;
import footfall.reports.theory.Reduction;
import footfall.scenarios.Scenario;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Puts theory beside simulation. */
public final class TheoryJudge {
  /** So strict that an alarm means something: one false alarm in a thousand rows. */
  private static final double CONFIDENCE = 0.999;

  /** Of what is expected less often the scatter of the samples says nothing: most have none. */
  private static final double FEW_EVENTS = 30;

  private static final double SHORT = 20;

  private TheoryJudge() {}

  /** A row for each closed form that applies, with the 99.9 % interval beside it. */
  public static List<TheoryRow> judge(Scenario scenario, Samples samples) {
    List<Prediction> predictions = Reduction.of(scenario);
    return predictions.stream()
        .map(each -> judge(scenario, each, samples, isRare(each, predictions, samples.whole())))
        .toList();
  }

  /** Whether the run cannot tell: hardly any request is expected to meet with it. */
  private static boolean isRare(Prediction prediction, List<Prediction> all, Sample whole) {
    PoolTally tally = whole.tally(prediction.pool());
    double requests = (double) tally.left() + tally.rejected();
    if (requests < FEW_EVENTS || isShort(prediction, all, whole)) {
      return true;
    }
    return switch (prediction.measure()) {
      case PROBABILITY_OF_WAIT, PROBABILITY_OF_ABANDONMENT, PROBABILITY_OF_REJECTION ->
          prediction.closedForm() * requests < FEW_EVENTS;
      case MEAN_WAIT ->
          all.stream()
              .filter(other -> other.measure() == Prediction.Measure.PROBABILITY_OF_WAIT)
              .filter(other -> other.pool() == prediction.pool())
              .anyMatch(other -> other.closedForm() * requests < FEW_EVENTS);
      case MEAN_SOJOURN, UTILIZATION, THROUGHPUT -> false;
    };
  }

  /** Whether the run is short against the time that a request takes: it is not steady by then. */
  private static boolean isShort(Prediction prediction, List<Prediction> all, Sample whole) {
    double seconds = whole.seconds() / whole.replications();
    return all.stream()
        .filter(other -> other.measure() == Prediction.Measure.MEAN_SOJOURN)
        .filter(other -> other.pool() == prediction.pool())
        .anyMatch(other -> seconds < SHORT * other.closedForm());
  }

  private static TheoryRow judge(
      Scenario scenario, Prediction prediction, Samples samples, boolean isRare) {
    ToDoubleFunction<Sample> figure = figure(prediction);
    Interval wide = samples.interval(figure, CONFIDENCE);
    Interval narrow = samples.interval(figure);
    return new TheoryRow(
        prediction.system(),
        prediction.measure().key(),
        scenario.pools().get(prediction.pool()).name(),
        prediction.closedForm(),
        samples.value(figure),
        new double[] {narrow.low(), narrow.high()},
        new double[] {wide.low(), wide.high()},
        !wide.exists()
                || isRare
                || !samples.steady()
                || wide.high() - wide.low() > 2 * Math.abs(prediction.closedForm())
            ? Verdict.UNDECIDED
            : covers(wide, prediction.closedForm()) ? Verdict.PASS : Verdict.FAIL);
  }

  /** An interval of no width is still wide enough for what sums of doubles are off by. */
  private static boolean covers(Interval interval, double value) {
    double dust = Math.abs(value) * SloJudge.DUST;
    return interval.low() - dust <= value && value <= interval.high() + dust;
  }

  private static ToDoubleFunction<Sample> figure(Prediction prediction) {
    int pool = prediction.pool();
    if (prediction.shopperClass() >= 0) {
      return s -> s.tally(pool).meanWaitSeconds(prediction.shopperClass());
    }
    return switch (prediction.measure()) {
      case MEAN_WAIT -> s -> s.tally(pool).meanWaitSeconds();
      case MEAN_SOJOURN -> s -> s.tally(pool).meanSojournSeconds();
      case PROBABILITY_OF_WAIT -> s -> s.tally(pool).probabilityOfWait();
      case PROBABILITY_OF_ABANDONMENT -> s -> s.tally(pool).probabilityOfAbandonment();
      case PROBABILITY_OF_REJECTION -> s -> s.tally(pool).probabilityOfRejection();
      case UTILIZATION -> s -> s.utilization(pool);
      case THROUGHPUT -> s -> s.throughput(pool);
    };
  }
}
