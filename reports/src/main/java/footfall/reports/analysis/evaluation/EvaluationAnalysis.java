package footfall.reports.analysis.evaluation;

import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.StudentT;
import footfall.queueing.statistics.TwoProportions;
import footfall.reports.analysis.samples.BatchFigures;
import footfall.reports.evaluation.Block;
import footfall.reports.evaluation.Breakdown;
import footfall.reports.evaluation.CallMarks;
import footfall.reports.evaluation.ExaminedConversation;
import footfall.reports.evaluation.JudgedPairs;
import footfall.reports.evaluation.QualityScores;
import footfall.reports.evaluation.UnderLoad;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Comparison;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Judge;
import footfall.reports.results.EvaluationFigures.Loaded;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.EvaluationFigures.Timing;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns conversations with models into figures. Those of one model are independent of each other,
 * so intervals are Student's t over them; how models compare is up to {@link ModelComparisons}.
 * Stateless.
 */
public final class EvaluationAnalysis {
  private static final double CONFIDENCE = 0.95;
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final int PER_THOUSAND = 1_000;

  private EvaluationAnalysis() {}

  /**
   * What was seen of one model.
   *
   * @param backend what answered, in a few words
   * @param conversations in the order of the shoppers
   * @param blocks of them, by how many went on at the same time
   * @param underLoad the same once more, where the evaluation states a load
   * @param profile file of what was measured; empty for none
   */
  public record Seen(
      PoolSpec pool,
      String backend,
      List<ExaminedConversation> conversations,
      List<Block> blocks,
      double residentBytes,
      double weightsBytes,
      double joules,
      String energyOf,
      Optional<UnderLoad> underLoad,
      String profile) {
    /** All of them. */
    public List<MeasuredRequest> requests() {
      return blocks.stream().flatMap(block -> block.requests().stream()).toList();
    }

    /** That all of them took. */
    double seconds() {
      return blocks.stream().mapToDouble(Block::seconds).sum();
    }

    /** The same with opinions of a judge. */
    public Seen judged(List<ExaminedConversation> others) {
      return new Seen(
          pool,
          backend,
          others,
          blocks,
          residentBytes,
          weightsBytes,
          joules,
          energyOf,
          underLoad,
          profile);
    }
  }

  /**
   * The figures of all models, in their order.
   *
   * @param products in the shop
   * @param pairs that the judge has compared
   */
  public static EvaluationFigures of(
      Evaluation evaluation, int products, List<Seen> models, JudgedPairs pairs) {
    List<List<QualityScores>> marks = new ArrayList<>();
    List<Model> figures = new ArrayList<>();
    for (Seen seen : models) {
      List<QualityScores> own =
          seen.conversations().stream()
              .map(conversation -> conversation.scores(evaluation.satisfaction()))
              .toList();
      marks.add(own);
      figures.add(model(evaluation, seen, own));
    }
    Evaluation.Weights weights = evaluation.satisfaction();
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("task", weights.task());
    parts.put("tool_selection", weights.tools());
    parts.put("coherence", weights.coherence());
    parts.put("flow", weights.flow());
    List<Comparison> comparisons = ModelComparisons.of(evaluation.significance(), figures, marks);
    return new EvaluationFigures(
        models.get(0).conversations().size(),
        figures.get(0).busiest().together(),
        products,
        evaluation.significance(),
        parts,
        figures,
        comparisons,
        ModelComparisons.quantised(models, figures, comparisons),
        judge(marks, pairs));
  }

  private static @Nullable Judge judge(List<List<QualityScores>> marks, JudgedPairs pairs) {
    List<QualityScores> judged =
        marks.stream()
            .flatMap(List::stream)
            .filter(m -> Double.isFinite(m.of("judge")) && Double.isFinite(m.of("satisfaction")))
            .toList();
    if (judged.isEmpty()) {
      return null;
    }
    return new Judge(
        RankCorrelation.of(values(judged, "judge"), values(judged, "satisfaction")),
        pairs.pairs(),
        share(pairs.consistent(), pairs.pairs()),
        share(pairs.first(), 2 * pairs.pairs()));
  }

  private static Estimate share(int count, int of) {
    double value = of == 0 ? Double.NaN : (double) count / of;
    double[] none = {Double.NaN, Double.NaN};
    return new Estimate(
        value, Double.NaN, of == 0 ? none : part(TwoProportions.exact(count, of, CONFIDENCE)), of);
  }

  private static Model model(Evaluation evaluation, Seen seen, List<QualityScores> marks) {
    int conversations = seen.conversations().size();
    int turns = seen.conversations().stream().mapToInt(ExaminedConversation::turnCount).sum();
    List<MeasuredRequest> answered = answered(seen.requests());
    double input = answered.stream().mapToLong(MeasuredRequest::inputTokens).sum();
    double output = answered.stream().mapToLong(MeasuredRequest::outputTokens).sum();
    return new Model(
        seen.pool().name(),
        seen.backend(),
        conversations,
        turns,
        seen.requests().size(),
        seen.requests().size() - answered.size(),
        measures(marks),
        f1(marks),
        parts(seen.conversations(), marks, ExaminedConversation::language),
        parts(seen.conversations(), marks, ExaminedConversation::vertical),
        byIntent(marks),
        breakdowns(marks),
        input / conversations,
        output / conversations,
        (double) seen.requests().size() / turns,
        seen.blocks().stream().map(EvaluationAnalysis::timing).toList(),
        PER_THOUSAND * costPerConversation(seen, answered),
        seen.joules() / conversations,
        seen.energyOf(),
        seen.residentBytes(),
        seen.weightsBytes(),
        seen.profile(),
        seen.underLoad().map(load -> underLoad(evaluation, load, marks)).orElse(null));
  }

  private static Loaded underLoad(
      Evaluation evaluation, UnderLoad load, List<QualityScores> before) {
    List<QualityScores> marks =
        load.conversations().stream()
            .map(conversation -> conversation.scores(evaluation.satisfaction()))
            .toList();
    List<MeasuredRequest> answered = answered(load.requests());
    Map<String, Estimate> changes = new LinkedHashMap<>();
    for (String measure : QualityScores.MEASURES) {
      double[] with = values(marks, measure);
      double[] without = values(before, measure);
      double[] change =
          IntStream.range(0, with.length)
              .mapToDouble(i -> with[i] - without[i])
              .filter(Double::isFinite)
              .toArray();
      double mean = Arrays.stream(change).average().orElse(Double.NaN);
      if (change.length > 0) {
        Interval interval = StudentT.interval(mean, change, CONFIDENCE);
        changes.put(
            measure,
            new Estimate(
                mean,
                stdev(change, mean),
                new double[] {interval.low(), interval.high()},
                change.length));
      }
    }
    return new Loaded(
        load.rate(),
        load.conversations().size() / load.seconds(),
        load.requests().size(),
        load.requests().size() - answered.size(),
        measures(marks),
        changes,
        BatchFigures.of(answered, r -> r.times().firstTokenNanos() - r.times().sentNanos()),
        BatchFigures.of(answered, r -> r.times().endedNanos() - r.times().sentNanos()));
  }

  private static List<MeasuredRequest> answered(List<MeasuredRequest> requests) {
    return requests.stream()
        .filter(MeasuredRequest::isAnswered)
        .sorted(Comparator.comparingLong(r -> r.times().sentNanos()))
        .toList();
  }

  private static Timing timing(Block block) {
    List<MeasuredRequest> answered = answered(block.requests());
    List<MeasuredRequest> last = answered.stream().filter(MeasuredRequest::endsTurn).toList();
    return new Timing(
        block.together(),
        block.conversations(),
        block.conversations() / block.seconds(),
        BatchFigures.of(answered, r -> r.times().firstTokenNanos() - r.times().sentNanos()),
        BatchFigures.of(answered, r -> r.times().endedNanos() - r.times().sentNanos()),
        BatchFigures.of(last, r -> r.times().endedNanos() - r.turnNanos()));
  }

  private static double costPerConversation(Seen seen, List<MeasuredRequest> answered) {
    Block busiest = seen.blocks().get(seen.blocks().size() - 1);
    double tokens =
        answered.stream()
            .mapToDouble(
                r ->
                    seen.pool()
                        .prices()
                        .ofTokens(
                            r.inputTokens(),
                            Math.max(0, r.told().cachedTokens()),
                            r.outputTokens()))
            .sum();
    return tokens / seen.conversations().size()
        + seen.pool().prices().perConversation()
        + seen.pool().prices().perWorkerHour()
            * seen.pool().workers()
            * busiest.seconds()
            / busiest.conversations()
            / SECONDS_PER_HOUR;
  }

  private static Map<String, Estimate> measures(List<QualityScores> marks) {
    Map<String, Estimate> measures = new LinkedHashMap<>();
    for (String measure : QualityScores.MEASURES) {
      Estimate estimate = estimate(values(marks, measure));
      if (estimate.n() > 0) {
        measures.put(measure, estimate);
      }
    }
    return measures;
  }

  static double[] values(List<QualityScores> marks, String measure) {
    return marks.stream().mapToDouble(m -> m.of(measure)).toArray();
  }

  /** Of the values that are there. */
  private static Estimate estimate(double[] values) {
    double[] there = Arrays.stream(values).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(there).average().orElse(Double.NaN);
    boolean extreme = there.length > 0 && Arrays.stream(there).allMatch(v -> v == mean);
    Interval interval =
        extreme && (mean == 0 || mean == 1)
            ? TwoProportions.exact(
                Math.round(mean * there.length), there.length, CONFIDENCE) // It has a width.
            : StudentT.interval(mean, there, CONFIDENCE);
    return new Estimate(mean, stdev(there, mean), part(interval), there.length);
  }

  private static double stdev(double[] values, double mean) {
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  private static double[] part(Interval interval) {
    return new double[] {
      Math.max(0, Math.min(1, interval.low())), Math.max(0, Math.min(1, interval.high()))
    };
  }

  /**
   * The quotient of sums over conversations, with the interval of the linearised quotient (Cochran,
   * "Sampling Techniques", 1977, 2.11).
   */
  private static Estimate f1(List<QualityScores> marks) {
    CallMarks all =
        marks.stream().map(QualityScores::calls).reduce(CallMarks.NONE, CallMarks::plus);
    double f1 = all.f1();
    double mean = (double) (all.made() + all.wanted()) / marks.size();
    double[] linear =
        marks.stream()
            .map(QualityScores::calls)
            .mapToDouble(c -> f1 + (2.0 * c.right() - f1 * (c.made() + c.wanted())) / mean)
            .toArray();
    return new Estimate(
        f1, stdev(linear, f1), part(StudentT.interval(f1, linear, CONFIDENCE)), marks.size());
  }

  /** Measures of the parts into which something divides conversations; without a name, in none. */
  private static Map<String, Map<String, Estimate>> parts(
      List<ExaminedConversation> conversations,
      List<QualityScores> marks,
      Function<ExaminedConversation, String> partOf) {
    Map<String, List<QualityScores>> parts = new TreeMap<>();
    for (int i = 0; i < marks.size(); i++) {
      String part = partOf.apply(conversations.get(i));
      if (!part.isEmpty()) {
        parts.computeIfAbsent(part, name -> new ArrayList<>()).add(marks.get(i));
      }
    }
    Map<String, Map<String, Estimate>> measures = new LinkedHashMap<>();
    parts.forEach((part, own) -> measures.put(part, measures(own)));
    return measures;
  }

  private static Map<String, Map<String, Estimate>> byIntent(List<QualityScores> marks) {
    Map<String, List<QualityScores.TurnMarks>> parts = new TreeMap<>();
    marks.stream()
        .flatMap(m -> m.turns().stream())
        .forEach(turn -> parts.computeIfAbsent(turn.intent(), i -> new ArrayList<>()).add(turn));
    Map<String, Map<String, Estimate>> byIntent = new LinkedHashMap<>();
    parts.forEach(
        (intent, turns) -> {
          Map<String, Estimate> measures = new LinkedHashMap<>();
          for (String measure : QualityScores.MEASURES) {
            Estimate estimate =
                estimate(turns.stream().mapToDouble(turn -> turn.of(measure)).toArray());
            if (estimate.n() > 0) {
              measures.put(measure, estimate);
            }
          }
          byIntent.put(intent, measures);
        });
    return byIntent;
  }

  private static Map<String, Integer> breakdowns(List<QualityScores> marks) {
    Map<Breakdown, Integer> counts = new EnumMap<>(Breakdown.class);
    marks.forEach(m -> m.breakdowns().forEach(b -> counts.merge(b, 1, Integer::sum)));
    Map<String, Integer> named = new LinkedHashMap<>();
    counts.forEach((kind, count) -> named.put(kind.name().toLowerCase(Locale.ROOT), count));
    return named;
  }

  /** The mean of a figure over models. */
  static double mean(List<Model> models, ToDoubleFunction<Model> figure) {
    return models.stream()
        .mapToDouble(figure)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
