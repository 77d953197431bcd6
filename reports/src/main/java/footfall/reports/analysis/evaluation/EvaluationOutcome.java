package footfall.reports.analysis.evaluation;

import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.evaluation.EvaluationAnalysis.Seen;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Twins;
import footfall.reports.analysis.verdicts.SloJudge;
import footfall.reports.evaluation.ExaminedConversation;
import footfall.reports.evaluation.JudgedPairs;
import footfall.reports.evaluation.QualityScores;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRun;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.Results;
import footfall.reports.results.Results.CostFigures;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.QualityFigures;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.RunMode;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.WarmUp;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The record of an evaluation: that of any run over all its requests, as if the models had been
 * examined in one go, and what the models are worth beside them. Stateless.
 */
public final class EvaluationOutcome {
  private static final double CONFIDENCE = 0.95;

  /** Beyond that part of its calls a model's marks are those of its failures. */
  private static final double MOST_FAILURES = 0.1;

  private EvaluationOutcome() {}

  /**
   * Everything that it shows.
   *
   * @param products in the shop
   * @param models in the order in which they were examined
   * @param pairs that a judge has compared
   * @param version of the tool
   * @param wall when it was made and how long it took
   */
  public static Outcome of(
      ResolvedScenario resolved,
      Evaluation evaluation,
      int products,
      List<Seen> models,
      JudgedPairs pairs,
      String version,
      Results.Wall wall) {
    List<MeasuredRequest> requests = inOneGo(models);
    long endNanos =
        requests.stream().mapToLong(request -> request.times().endedNanos()).max().orElse(0) + 1;
    Scenario scenario = resolved.scenario().over(Math.max(2, endNanos), new WarmUp.None());
    ReplicationRecord record =
        MeasuredRun.record(scenario, requests, MeasuredRun.census(requests), endNanos);
    ResolvedScenario asLongAsItWas =
        new ResolvedScenario(scenario, resolved.yaml(), resolved.sha256(), resolved.provenance());
    Outcome outcome =
        Analysis.of(asLongAsItWas, List.of(record), Twins.NONE, RunMode.EVALUATE, version, wall);
    EvaluationFigures figures = EvaluationAnalysis.of(evaluation, products, models, pairs);
    Results results =
        outcome
            .results()
            .evaluated(
                EvaluationAnswer.sentence(figures),
                pools(outcome.results().pools(), figures),
                quality(figures),
                cost(outcome.results().cost(), figures),
                slos(scenario, figures),
                figures);
    for (Model model : figures.models()) {
      results = results.checked(answered(model));
    }
    return outcome.with(results).with(transcripts(evaluation, models));
  }

  /** What could not be reached was not examined, and is not a bad model. */
  private static Results.Check answered(Model model) {
    return new Results.Check(
        "calls of " + model.pool() + " were answered",
        model.failures() <= MOST_FAILURES * model.requests(),
        model.failures() + " of " + model.requests() + " failed");
  }

  private static List<MeasuredRequest> inOneGo(List<Seen> models) {
    List<MeasuredRequest> requests = new ArrayList<>();
    long begin = 0;
    for (Seen seen : models) {
      long later = -begin;
      seen.requests().forEach(request -> requests.add(request.earlier(later)));
      begin += Math.round(seen.seconds() * 1e9);
    }
    return requests;
  }

  private static List<Map<String, Object>> transcripts(Evaluation evaluation, List<Seen> models) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Seen seen : models) {
      for (ExaminedConversation conversation : seen.conversations()) {
        QualityScores scores = conversation.scores(evaluation.satisfaction());
        rows.add(conversation.row(seen.pool().name(), scores));
      }
    }
    return rows;
  }

  private static List<PoolFigures> pools(List<PoolFigures> pools, EvaluationFigures figures) {
    List<PoolFigures> judged = new ArrayList<>();
    for (PoolFigures pool : pools) {
      Map<String, Double> quality = new LinkedHashMap<>();
      for (Model model : figures.models()) {
        if (model.pool().equals(pool.name())) {
          model.measures().forEach((measure, estimate) -> quality.put(measure, estimate.value()));
        }
      }
      quality.keySet().retainAll(FigureName.QUALITY);
      judged.add(pool.judged(quality));
    }
    return judged;
  }

  /** The mean of all models; which is better is elsewhere. */
  private static QualityFigures quality(EvaluationFigures figures) {
    Map<String, Double> byLanguage = new TreeMap<>();
    for (Model model : figures.models()) {
      model
          .byLanguage()
          .forEach(
              (language, measures) ->
                  byLanguage.put(
                      language,
                      EvaluationAnalysis.mean(
                          figures.models(), m -> inLanguage(m, language, "satisfaction"))));
    }
    return new QualityFigures(
        mean(figures, "satisfaction"),
        mean(figures, "coherence"),
        mean(figures, "tool_selection"),
        mean(figures, "flow"),
        mean(figures, "ndcg_at_1"),
        mean(figures, "ndcg_at_5"),
        mean(figures, "recall_at_5"),
        Double.NaN,
        byLanguage,
        Map.of(),
        Map.of());
  }

  /** What the conversations cost with each model busy all the time. */
  private static CostFigures cost(CostFigures booked, EvaluationFigures figures) {
    double perConversation =
        EvaluationAnalysis.mean(figures.models(), Model::costPerThousandConversations) / 1_000;
    return new CostFigures(
        booked.currency(),
        perConversation * figures.models().stream().mapToInt(Model::conversations).sum(),
        Double.NaN,
        perConversation,
        1_000 * perConversation,
        Double.NaN,
        Double.NaN,
        null,
        Double.NaN,
        Double.NaN,
        booked.measuredSeconds(),
        Map.of());
  }

  private static double inLanguage(Model model, String language, String measure) {
    Estimate estimate = model.byLanguage().getOrDefault(language, Map.of()).get(measure);
    return estimate == null ? Double.NaN : estimate.value();
  }

  private static double mean(EvaluationFigures figures, String measure) {
    return EvaluationAnalysis.mean(figures.models(), model -> model.of(measure));
  }

  /**
   * The objectives that a model by itself can meet: on quality, and on times with as many
   * conversations at the same time as there were. Each is judged for every model, or for the one
   * whose pool it names; others are for simulations.
   */
  private static List<SloVerdict> slos(Scenario scenario, EvaluationFigures figures) {
    List<SloVerdict> verdicts = new ArrayList<>();
    for (Slo slo : scenario.slos()) {
      for (Model model : figures.models()) {
        if (slo.pool().isEmpty() || slo.pool().get().equals(model.pool())) {
          estimate(slo, model)
              .ifPresent(
                  found ->
                      verdicts.add(
                          new SloVerdict(
                              slo.metric(),
                              slo.stat(),
                              slo.op().sign(),
                              slo.threshold(),
                              found.value(),
                              found.ci95(),
                              verdict(slo, found),
                              model.pool(),
                              null)));
        }
      }
    }
    return verdicts;
  }

  private static Verdict verdict(Slo slo, Estimate found) {
    boolean tooFew =
        slo.figure().isTime() && found.n() < SloJudge.samplesNeeded(slo.stat(), CONFIDENCE);
    return tooFew
        ? Verdict.UNDECIDED
        : SloJudge.verdict(slo, found.value(), new Interval(found.ci95()[0], found.ci95()[1]));
  }

  private static Optional<Estimate> estimate(Slo slo, Model model) {
    return switch (slo.metric()) {
      case "request_latency" -> time(model.busiest().requestLatency(), slo.stat());
      case "time_to_first_token" -> time(model.busiest().timeToFirstToken(), slo.stat());
      case "turn_latency" -> time(model.busiest().turnLatency(), slo.stat());
      default -> Optional.ofNullable(model.measures().get(slo.metric()));
    };
  }

  private static Optional<Estimate> time(MetricFigures figures, String stat) {
    double value =
        switch (stat) {
          case "p50" -> figures.p50();
          case "p75" -> figures.p75();
          case "p90" -> figures.p90();
          case "p95" -> figures.p95();
          case "p99" -> figures.p99();
          case "p999" -> figures.p999();
          case "max" -> figures.max();
          default -> figures.mean();
        };
    double[] none = {Double.NaN, Double.NaN};
    return Optional.of(
        new Estimate(
            value,
            figures.stdev(),
            figures.ci95().getOrDefault(stat, none),
            (int) figures.count()));
  }
}
