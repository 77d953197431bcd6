package footfall.simulator.planning;

import footfall.reports.analysis.sizing.Demand;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.scenarios.reading.WorkloadEstimate;
import footfall.scenarios.sizing.Decision;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Progress;
import footfall.simulator.experiments.Replicator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The first phase: theory looks at every configuration and leaves those that might do.
 *
 * @param all that can be run
 * @param survivors of which theory is not sure that they miss an objective; where it is of all, the
 *     few that miss least, for simulation to confirm
 * @param unfit how many cannot be run at all: a model does not fit on its device, say, or nobody is
 *     left once what is to be survived is lost
 * @param alike how many differ from another only in what is not bought
 */
record Screening(List<Candidate> all, List<Candidate> survivors, int unfit, int alike) {
  private static final int LEAST = 12;

  /** Whether theory is sure of all of them, and the survivors are there for confirmation. */
  boolean isDoubted() {
    return !survivors.isEmpty() && survivors.get(0).forecast().impossible() >= 0;
  }

  /** The same with nothing ruled out. */
  Screening trustingNothing() {
    return new Screening(all, all, unfit, alike);
  }

  /** Configurations that differ in their numbers of workers only, and what they ask. */
  private record Group(Scenario scenario, Demand demand) {}

  /** What does not depend on the load: the configurations' scenarios and what is asked of them. */
  static final class Field {
    /** Of all groups together; where there are many, each gets a shorter run. */
    private static final double MAX_REQUESTS = 20e6;

    private final ResolvedSizing problem;
    private final Map<List<Integer>, Group> groups = new LinkedHashMap<>();

    private Field(ResolvedSizing problem) {
      this.problem = problem;
    }

    /**
     * Looks at every combination of what is no number of workers. Those that do not differ where no
     * request waits, by their slots or quotas, share one replication.
     */
    static Field survey(ResolvedSizing problem, Replicator replicator, Progress progress) {
      Field field = new Field(problem);
      List<List<Integer>> keys = field.keys();
      Scenario[] scenarios = new Scenario[keys.size()];
      String[] why = new String[keys.size()];
      IntStream.range(0, scenarios.length)
          .parallel()
          .forEach(
              number -> {
                try {
                  scenarios[number] =
                      problem.scenario(keys.get(number).stream().mapToInt(i -> i).toArray());
                } catch (InvalidInputException e) {
                  why[number] = e.problems().get(0).toString(); // It does not fit on its device.
                }
              });
      Map<Scenario, Demand> demands = demands(scenarios, replicator, progress);
      for (int i = 0; i < scenarios.length; i++) {
        if (scenarios[i] != null) {
          Demand demand = demands.get(LightTrafficScenario.of(scenarios[i]));
          field.groups.put(keys.get(i), new Group(scenarios[i], demand));
        }
      }
      if (field.groups.isEmpty()) {
        throw new InvalidInputException(
            List.of(
                new Problem(
                    problem.base().scenario().name(),
                    "sizing.variables",
                    "",
                    "none of the configurations can be run, the first because " + why[0],
                    "widen the choices")));
      }
      return field;
    }

    private static Map<Scenario, Demand> demands(
        Scenario[] scenarios, Replicator replicator, Progress progress) {
      List<Scenario> roomy =
          Arrays.stream(scenarios)
              .filter(Objects::nonNull)
              .map(LightTrafficScenario::of)
              .distinct()
              .toList();
      List<Replicator.Order> pilots = new ArrayList<>();
      for (Scenario scenario : roomy) {
        double each = MAX_REQUESTS / roomy.size() / requests(scenario);
        pilots.add(LightTrafficScenario.pilot(scenario, Math.min(1, each)));
      }
      Demand[] found = new Demand[roomy.size()];
      AtomicInteger done = new AtomicInteger();
      replicator.run(
          pilots,
          (number, record) -> {
            found[number] =
                LightTrafficScenario.demand(roomy.get(number), pilots.get(number), record);
            progress.at((double) done.incrementAndGet() / found.length);
          });
      Map<Scenario, Demand> demands = new HashMap<>();
      for (int i = 0; i < found.length; i++) {
        demands.put(roomy.get(i), found[i]);
      }
      return demands;
    }

    private static double requests(Scenario scenario) {
      return WorkloadEstimate.of(scenario).requests() / scenario.replications();
    }

    /** The choices of every group, numbers of workers at their first. */
    private List<List<Integer>> keys() {
      List<List<Integer>> keys = new ArrayList<>();
      keys.add(List.of());
      for (Decision decision : problem.sizing().decisions()) {
        int choices = decision.workersOf().isPresent() ? 1 : decision.choices().size();
        List<List<Integer>> longer = new ArrayList<>();
        for (List<Integer> key : keys) {
          for (int choice = 0; choice < choices; choice++) {
            List<Integer> more = new ArrayList<>(key);
            more.add(choice);
            longer.add(more);
          }
        }
        keys = longer;
      }
      return keys;
    }

    /** Screens every configuration under so many times the load. */
    Screening screen(double load) {
      Sizing sizing = problem.sizing();
      Map<List<Integer>, Forecaster> forecasters = new LinkedHashMap<>();
      groups.forEach(
          (key, group) ->
              forecasters.put(key, new Forecaster(sizing, group.scenario(), group.demand(), load)));
      List<Candidate> all = new ArrayList<>();
      int count = (int) sizing.configurations();
      int misfits = 0;
      int alike = 0;
      for (int index = 0; index < count; index++) {
        int[] chosen = Candidate.chosen(sizing, index);
        List<Integer> key = Candidate.withoutWorkers(sizing, chosen);
        if (!groups.containsKey(key)) {
          misfits++;
          continue;
        }
        if (isLikeAnother(groups.get(key).scenario(), chosen)) {
          alike++;
          continue;
        }
        Scenario scenario = withWorkers(groups.get(key).scenario(), chosen);
        Scenario loaded = load == 1 ? scenario : scenario.atLoad(load);
        List<Stress> stresses = Stress.of(sizing.conditions(), loaded);
        if (stresses.stream().anyMatch(stress -> stress.scenario().isEmpty())) {
          misfits++;
          continue;
        }
        Forecast forecast = forecasters.get(key).of(loaded);
        for (Stress stress : stresses) {
          forecast = under(forecast, stress, loaded, groups.get(key), load);
        }
        all.add(new Candidate(index, chosen, loaded, forecast));
      }
      if (all.isEmpty()) {
        throw nobodyLeft();
      }
      List<Candidate> survivors = all.stream().filter(c -> c.forecast().impossible() < 0).toList();
      if (survivors.isEmpty()) {
        survivors =
            all.stream()
                .sorted(
                    Comparator.comparingDouble((Candidate c) -> c.forecast().violation())
                        .thenComparing(Candidate::workers, Comparator.reverseOrder()))
                .limit(LEAST)
                .toList();
      }
      return new Screening(all, survivors, misfits, alike);
    }

    private InvalidInputException nobodyLeft() {
      String lost = problem.sizing().conditions().lost();
      return new InvalidInputException(
          List.of(
              new Problem(
                  problem.base().scenario().name(),
                  "sizing.survive",
                  lost.isEmpty() ? problem.sizing().conditions().lostWorkers() + " workers" : lost,
                  "in no configuration is anybody left to answer in their place",
                  "route with fallback, spillOver or leastLoaded, which find another pool")));
    }

    /** Theory of the same requests for the pools that are left, or of more of them. */
    private Forecast under(
        Forecast forecast, Stress stress, Scenario loaded, Group group, double load) {
      Sizing sizing = problem.sizing();
      double more = stress.isMoreLoad() ? 1 + sizing.conditions().reserve() : 1;
      Scenario stressed = stress.scenario().orElseThrow().withSlos(loaded.slos());
      boolean[] asked = new boolean[loaded.slos().size()];
      for (int slo = 0; slo < asked.length; slo++) {
        asked[slo] = !Stress.isOfCost(loaded.slos().get(slo));
      }
      return forecast.under(
          new Forecaster(sizing, group.scenario(), group.demand(), load * more).of(stressed),
          asked);
    }

    /** Whether it decides, otherwise than by the first choice, about pools that are not bought. */
    private boolean isLikeAnother(Scenario scenario, int[] chosen) {
      List<String> bought = scenario.pools().stream().map(PoolSpec::name).toList();
      for (int i = 0; i < chosen.length; i++) {
        List<String> pools = problem.sizing().decisions().get(i).pools();
        if (chosen[i] > 0 && !pools.isEmpty() && Collections.disjoint(pools, bought)) {
          return true;
        }
      }
      return false;
    }

    private Scenario withWorkers(Scenario scenario, int[] chosen) {
      List<PoolSpec> pools = new ArrayList<>(scenario.pools());
      for (int i = 0; i < chosen.length; i++) {
        Decision decision = problem.sizing().decisions().get(i);
        if (decision.workersOf().isPresent()) {
          String name = decision.workersOf().get();
          int workers = Integer.parseInt(decision.choices().get(chosen[i]).label());
          pools.replaceAll(pool -> pool.name().equals(name) ? pool.withWorkers(workers) : pool);
        }
      }
      return scenario.withPools(pools);
    }
  }
}
