package footfall.simulator.measurement;

import footfall.reports.analysis.evaluation.EvaluationAnalysis.Seen;
import footfall.reports.analysis.evaluation.EvaluationOutcome;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.calibration.FittedService;
import footfall.reports.evaluation.ExaminedConversation;
import footfall.reports.evaluation.JudgedPairs;
import footfall.reports.evaluation.MeasuredProfile;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.Results;
import footfall.scenarios.Scenario;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.EvaluationReader.ResolvedEvaluation;
import footfall.scenarios.retail.Catalog;
import footfall.serving.evaluation.ModelEvaluator;
import footfall.serving.evaluation.ModelEvaluator.Examined;
import footfall.serving.shop.ProductIndex;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Examines the models of a scenario and writes what it has measured as profiles. */
public final class ModelEvaluation {
  private static final double MOST_PART = 0.9;

  /** Conversations that a kind of shop needs for a profile of its own. */
  private static final int LEAST_OF_VERTICAL = 30;

  private final ResolvedEvaluation read;
  private final Scenario scenario;
  private final Evaluation evaluation;
  private final Path beside;
  private final String version;

  private ModelEvaluation(ResolvedEvaluation read, Path beside, String version) {
    this.read = read;
    this.scenario = read.resolved().scenario();
    this.evaluation = read.evaluation();
    this.beside = beside;
    this.version = version;
  }

  /**
   * What came of it.
   *
   * @param profiles by the name under which scenarios know them
   */
  public record Evaluated(Outcome outcome, Map<String, String> profiles) {}

  /** Told how far it is, from 0 to 1, and with what. */
  public interface Progress {
    /** It goes on. */
    void at(double part, String note);
  }

  /**
   * Examines all of them.
   *
   * @param beside folder from which model directories are found
   * @param version of the tool
   */
  public static Evaluated run(
      ResolvedEvaluation read, Path beside, String version, Progress progress) {
    return new ModelEvaluation(read, beside, version).run(progress);
  }

  private Evaluated run(Progress progress) {
    Instant startedAt = Instant.now();
    long begin = System.nanoTime();
    Catalog catalog = Catalog.of(scenario.seed(), evaluation.products());
    int products =
        evaluation.exam().map(exam -> exam.products().all().size()).orElse(evaluation.products());
    List<PoolSpec> examined = read.examined();
    List<Seen> seen = new ArrayList<>();
    JudgedPairs pairs = JudgedPairs.NONE;
    try (ProductIndex productIndex = new ProductIndex(catalog)) {
      ModelEvaluator examination = new ModelEvaluator(scenario, evaluation, beside, productIndex);
      int phases = examined.size() * (evaluation.judge().isPresent() ? 2 : 1);
      for (PoolSpec pool : examined) {
        int phase = seen.size();
        Examined found =
            examination.examine(
                scenario.pools().indexOf(pool),
                part -> progress.at((phase + part) / phases, pool.name()));
        seen.add(seen(seen.size(), pool, found));
      }
      for (int i = 0; evaluation.judge().isPresent() && i < seen.size(); i++) {
        int phase = examined.size() + i;
        String note = "judging " + seen.get(i).pool().name();
        int judge = scenario.pools().indexOf(scenario.pool(evaluation.judge().get()));
        List<ExaminedConversation> judged =
            examination.judge(
                judge,
                seen.get(i).conversations(),
                part -> progress.at((phase + part) / phases, note));
        seen.set(i, seen.get(i).judged(judged));
      }
      if (evaluation.judge().isPresent() && seen.size() > 1) {
        pairs =
            examination.compare(
                scenario.pools().indexOf(scenario.pool(evaluation.judge().get())),
                seen.get(0).conversations(),
                seen.get(1).conversations(),
                part -> progress.at(1, "comparing " + seen.get(0).pool().name()));
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Results.Wall wall =
        new Results.Wall(startedAt.truncatedTo(ChronoUnit.MILLIS).toString(), seconds, 0);
    Outcome outcome =
        EvaluationOutcome.of(read.resolved(), evaluation, products, seen, pairs, version, wall);
    if (evaluation.judge().isPresent()) {
      outcome = outcome.with(outcome.results().checked(opinions(seen)));
    }
    return new Evaluated(outcome, profiles(seen, outcome.results(), startedAt));
  }

  private Seen seen(int place, PoolSpec pool, Examined found) {
    return new Seen(
        pool,
        found.backend(),
        found.conversations(),
        found.blocks(),
        pool.backend() instanceof Backend.Local || pool.backend() instanceof Backend.Gguf
            ? LoneModel.residentBytes(read, pool.name(), beside)
            : Double.NaN,
        found.weightsBytes(),
        found.joules(),
        found.energyOf(),
        found.underLoad(),
        ModelFit.of(pool, found.blocks()).service().isPresent() ? profileName(read, place) : "");
  }

  private static Results.Check opinions(List<Seen> seen) {
    List<ExaminedConversation> all =
        seen.stream().flatMap(model -> model.conversations().stream()).toList();
    long judged = all.stream().filter(one -> one.opinion().isPresent()).count();
    return new Results.Check(
        "the judge has an opinion of nearly every conversation",
        judged >= MOST_PART * all.size(),
        judged + " of " + all.size());
  }

  /**
   * The profile that the pool names is measured anew; a pool without one gets its own, and so does
   * one that names the profile of another.
   */
  private static String profileName(ResolvedEvaluation read, int place) {
    return read.models()
        .get(place)
        .filter(name -> !name.endsWith(".yaml"))
        .filter(name -> read.models().indexOf(Optional.of(name)) == place)
        .orElse("measured/" + read.examined().get(place).name());
  }

  /** Under which names the models of an evaluation will be known. */
  public static List<String> profileNames(ResolvedEvaluation read) {
    return IntStream.range(0, read.examined().size())
        .mapToObj(place -> profileName(read, place))
        .toList();
  }

  private static String fileName(String vertical) {
    return vertical.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
  }

  /** What the conversations were. */
  private String exam() {
    return evaluation.exam().isPresent()
        ? "recorded dialogues"
        : evaluation.unseenPhrases()
            ? "phrases that embedded models were not trained with"
            : "phrases that embedded models were trained with";
  }

  private String profile(
      PoolSpec pool,
      FittedService service,
      Model model,
      Map<String, Estimate> measures,
      String source) {
    return MeasuredProfile.write(
        pool,
        service,
        model,
        measures,
        read.resolved().provenance().getOrDefault(model.pool(), Map.of()),
        scenario.currency(),
        source);
  }

  private Map<String, String> profiles(List<Seen> seen, Results results, Instant startedAt) {
    Map<String, String> profiles = new LinkedHashMap<>();
    for (int i = 0; i < seen.size(); i++) {
      ModelFit fit = ModelFit.of(seen.get(i).pool(), seen.get(i).blocks());
      Model model = results.evaluation().models().get(i);
      if (fit.service().isPresent()) {
        String source =
            String.format(
                "footfall evaluate %s, %d conversations, %d together, %s, %s",
                scenario.name(),
                model.conversations(),
                model.busiest().together(),
                exam(),
                startedAt.truncatedTo(ChronoUnit.DAYS).toString().replaceFirst("T.*", ""));
        FittedService service = fit.service().get();
        profiles.put(
            model.profile(), profile(fit.pool(), service, model, model.measures(), source));
        model
            .byVertical()
            .forEach(
                (vertical, measures) -> {
                  int about = measures.get("satisfaction").n();
                  if (model.byVertical().size() > 1 && about >= LEAST_OF_VERTICAL) {
                    profiles.put(
                        model.profile() + "-" + fileName(vertical),
                        profile(
                            fit.pool(),
                            service,
                            model,
                            measures,
                            source + ", quality of " + about + " about " + vertical));
                  }
                });
      }
    }
    return profiles;
  }
}
