package footfall.gatling;

import footfall.gatling.measuring.RunClock;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.WarmUp;
import footfall.scenarios.figures.FigureName;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.core.stats.StatsEngine;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.CoreDsl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import scala.Option;
import scala.collection.immutable.List$;

/**
 * Tells Gatling of requests, in its whole milliseconds and without the warm-up, and puts the
 * scenario's objectives as its assertions. What Footfall reports itself is measured more finely.
 */
final class GatlingStatistics {
  private static final String REQUESTS = "requests";
  private static final String REQUEST = "request_latency";
  private static final String FIRST_TOKEN = "time_to_first_token";
  private static final String TURN = "turn_latency";
  private static final String CONVERSATION = "conversation_duration";
  private static final double MILLIS = 1e3;
  private static final double PERCENT = 100;

  private final Scenario scenario;
  private final RunClock clock;
  private final StatsEngine engine;
  private final long fromNanos;

  GatlingStatistics(Scenario scenario, RunClock clock, StatsEngine engine) {
    this.scenario = scenario;
    this.clock = clock;
    this.engine = engine;
    this.fromNanos = scenario.warmUp() instanceof WarmUp.Fixed fixed ? fixed.nanos() : 0;
  }

  void log(MeasuredRequest request) {
    if (request.isOpen() || request.times().intendedNanos() < fromNanos) {
      return;
    }
    long intended = request.times().intendedNanos();
    long ended = request.times().endedNanos();
    boolean answered = request.isAnswered();
    log(REQUESTS, intended, ended, !countsAsFailure(request), request);
    if (answered) {
      log(REQUEST, intended, ended, true, request);
      log(FIRST_TOKEN, intended, request.times().firstTokenNanos(), true, request);
      if (request.endsTurn()) {
        log(TURN, request.turnNanos(), ended, true, request);
      }
      if (request.place().last() && request.turn() == request.plannedTurns() - 1) {
        log(CONVERSATION, request.place().conversationNanos(), ended, true, request);
      }
    }
  }

  /** As Footfall's failure rate has it: who lost patience was not failed. */
  private static boolean countsAsFailure(MeasuredRequest request) {
    TurnOutcome outcome = request.ending().outcome();
    return outcome == TurnOutcome.FAILED || outcome == TurnOutcome.REJECTED;
  }

  private void log(
      String name, long fromInstant, long toInstant, boolean answered, MeasuredRequest request) {
    Status status = answered ? OK$.MODULE$ : KO$.MODULE$;
    engine.logResponse(
        scenario.name(),
        List$.MODULE$.empty(),
        name,
        clock.epochMillis(fromInstant),
        clock.epochMillis(toInstant),
        status,
        Option.apply(Integer.toString(request.ending().status())),
        answered ? Option.empty() : Option.apply(problem(request)));
  }

  private static String problem(MeasuredRequest request) {
    String told = request.ending().problem();
    return told.isEmpty() ? request.ending().outcome().name().toLowerCase(Locale.ROOT) : told;
  }

  /** The objectives that Gatling can judge: times of the whole, and failures. */
  static List<Assertion> assertions(Scenario scenario) {
    List<Assertion> assertions = new ArrayList<>();
    for (Slo slo : scenario.slos()) {
      assertion(slo).ifPresent(assertions::add);
    }
    return assertions;
  }

  private static Optional<Assertion> assertion(Slo slo) {
    if (!slo.figure().isOfAll()) {
      return Optional.empty();
    }
    if (slo.metric().equals("failure_rate")) {
      return Optional.of(
          compared(
              CoreDsl.details(REQUESTS).failedRequests().percent(),
              slo,
              PERCENT * slo.threshold()));
    }
    if (!slo.figure().isTime()
        || !List.of(REQUEST, FIRST_TOKEN, TURN, CONVERSATION).contains(slo.metric())) {
      return Optional.empty();
    }
    Assertion.WithPathAndTimeMetric time = CoreDsl.details(slo.metric()).responseTime();
    Assertion.WithPathAndTarget<Integer> figure =
        switch (slo.stat()) {
          case "mean" -> time.mean();
          case "max" -> time.max();
          default -> time.percentile(FigureName.percent(slo.stat()));
        };
    int millis = (int) Math.min(Integer.MAX_VALUE, Math.round(slo.threshold() * MILLIS));
    return Optional.of(compared(figure, slo, millis));
  }

  private static <T extends Number> Assertion compared(
      Assertion.WithPathAndTarget<T> figure, Slo slo, T threshold) {
    return slo.op() == Slo.Op.AT_MOST ? figure.lte(threshold) : figure.gte(threshold);
  }
}
