package footfall.gatling;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import footfall.gatling.shoppers.VirtualUserFeeder;
import footfall.gatling.wire.Wire;
import footfall.reports.results.ResultsJson;
import footfall.scenarios.problems.InvalidInputException;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversations of a scenario, held with an OpenAI-compatible API. {@link LoadSettings} says
 * with which, and where the results go; {@code footfall load} sets them, and so does {@code mvn
 * gatling:test -Dfootfall.scenario=.. -Dfootfall.target=..}.
 *
 * <p>Every shopper of the scenario's first replication is a virtual user, in the place and at the
 * instant at which the simulation has it come, whatever the arrival process.
 */
public final class ConversationSimulation extends Simulation {
  /** Before a problem that ends the process, as JSON, for a program to read. */
  public static final String PROBLEM_MARK = "footfall-problem ";

  private static final long SLICE_NANOS = 1_000_000_000L;
  private static final int MOST_SLICES = 600;

  /** So much longer than it can take, for a user that is lost. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private final LoadRun run;

  /** Sets up the simulation; Gatling calls it. */
  public ConversationSimulation() {
    try {
      run = new LoadRun(LoadSettings.of(System.getProperties()));
    } catch (InvalidInputException e) {
      e.problems().forEach(problem -> System.out.println(PROBLEM_MARK + ResultsJson.line(problem)));
      throw e;
    }
    ScenarioBuilder shoppers =
        scenario(run.scenario().name())
            .exec(this::arrive)
            .exec(asLongAs(session -> session.contains(Converse.VISIT)).on(conversing()));
    SetUp setUp =
        setUp(shoppers.injectOpen(arrivals()))
            .assertions(GatlingStatistics.assertions(run.scenario()));
    if (!run.scenario().drain()) {
      setUp.maxDuration(
          Duration.ofNanos(run.scenario().horizonNanos())
              .plus(run.settings().timeout())
              .plus(SLACK));
    }
  }

  private Session arrive(Session session) {
    run.arrive();
    return session.set(Converse.VISIT, run.visits().next());
  }

  private ActionBuilder conversing() {
    return () ->
        new io.gatling.core.action.builder.ActionBuilder() {
          @Override
          public Action build(ScenarioContext context, Action next) {
            CoreComponents core = context.coreComponents();
            if (!run.warmsUpByItself()) {
              GeneratorWarmUp.run(core, run::newVisits);
            }
            run.awaitStart();
            GatlingStatistics statistics =
                new GatlingStatistics(run.scenario(), run.clock(), core.statsEngine());
            Wire wire = new Wire(core, run.settings().target(), run.settings().timeout());
            return new Converse(run, wire, statistics, next);
          }
        };
  }

  /** Users begin a slice of time ahead of their instant, and wait for it by themselves. */
  private List<OpenInjectionStep> arrivals() {
    VirtualUserFeeder feeder = run.visits();
    long horizon = run.scenario().horizonNanos();
    long slice = Math.max(SLICE_NANOS, horizon / MOST_SLICES);
    List<OpenInjectionStep> steps = new ArrayList<>();
    Duration pause = Duration.ZERO;
    for (long from = 0; from < horizon; from += slice) {
      int users = feeder.countBefore(Math.min(horizon, from + slice)) - feeder.countBefore(from);
      if (users > 0) {
        if (!pause.isZero() && !steps.isEmpty()) { // The clock starts with the first of them.
          steps.add(nothingFor(pause));
          pause = Duration.ZERO;
        }
        steps.add(atOnceUsers(users));
      }
      pause = pause.plusNanos(slice);
    }
    return steps;
  }

  @Override
  public void before() {
    run.begin();
  }

  @Override
  public void after() {
    run.finish();
  }
}
