package footfall.reports.analysis.incidents;

import static footfall.reports.results.IncidentFigures.COMPLETION_RATE;
import static footfall.reports.results.IncidentFigures.COST_PER_HOUR;
import static footfall.reports.results.IncidentFigures.LOST_REQUESTS;
import static footfall.reports.results.IncidentFigures.RECOVERY;

import footfall.reports.analysis.incidents.Recovery.Ended;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.SampledRequest;
import footfall.reports.results.IncidentFigures;
import footfall.reports.results.IncidentFigures.Good;
import footfall.reports.results.IncidentFigures.Played;
import footfall.reports.results.IncidentFigures.Row;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.figures.Selection;
import footfall.scenarios.incidents.Incident;
import footfall.scenarios.incidents.Incidents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Recovery, losses and spend of a scenario with incidents, simulated and measured. Stateless. */
public final class IncidentAnalysis {
  private static final String LATENCY = "request_latency";
  private static final String FIRST_TOKEN = "time_to_first_token";
  private static final String ANSWERED = "completed";
  private static final double TIMES_USUAL = 2;
  private static final double USUAL_PART = 0.95;
  private static final double NANOS = 1e9;

  private IncidentAnalysis() {}

  /**
   * What replications of a simulation show.
   *
   * @param replications with all of their requests
   */
  public static IncidentFigures simulated(
      Scenario scenario, List<ReplicationRecord> replications, double tolerance) {
    List<Incident> incidents = Incidents.of(scenario);
    Good good = good(scenario, incidents.get(0).fromNanos(), replications);
    List<List<Ended>> ended =
        replications.stream().map(replication -> ended(replication, good)).toList();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < incidents.size(); i++) {
      long from = incidents.get(i).fromNanos();
      long until = untilNanos(scenario, incidents, i);
      rows.add(row(RECOVERY, i, each(ended, of -> Recovery.seconds(of, from, until))));
    }
    rows.add(row(LOST_REQUESTS, -1, each(ended, IncidentAnalysis::lost)));
    ReplicationSet set = new ReplicationSet(scenario, replications);
    for (String name : List.of(COMPLETION_RATE, COST_PER_HOUR)) {
      rows.add(row(name, -1, set.each(figure(name))));
    }
    return new IncidentFigures(
        incidents.stream().map(IncidentAnalysis::played).toList(),
        good,
        replications.size(),
        tolerance,
        rows);
  }

  /** The same figures with what was measured beside them. */
  public static IncidentFigures measured(
      IncidentFigures simulated,
      Scenario scenario,
      ReplicationRecord record,
      List<MeasuredRequest> requests) {
    List<Incident> incidents = Incidents.of(scenario);
    ReplicationSet set = new ReplicationSet(scenario, List.of(record));
    List<Ended> ended =
        requests.stream()
            .filter(request -> !request.isOpen())
            .map(request -> ended(request, simulated.good()))
            .toList();
    return simulated.measured(
        (figure, incident) ->
            switch (figure) {
              case RECOVERY ->
                  Recovery.seconds(
                      ended,
                      incidents.get(incident).fromNanos(),
                      untilNanos(scenario, incidents, incident));
              case LOST_REQUESTS -> lost(ended);
              default -> set.value(figure(figure));
            });
  }

  /** By the first objective on a time of requests, or else by what is usual before it begins. */
  private static Good good(
      Scenario scenario, long fromNanos, List<ReplicationRecord> replications) {
    for (Slo slo : scenario.slos()) {
      boolean ofAll =
          slo.op() == Slo.Op.AT_MOST
              && slo.figure().selection().flatMap(Selection::shopperClass).isEmpty();
      if (ofAll && List.of(FIRST_TOKEN, LATENCY).contains(slo.metric())) {
        return new Good(slo.metric(), slo.threshold(), "the objective " + slo.figure().words());
      }
    }
    double[] before =
        replications.stream()
            .flatMap(IncidentAnalysis::requests)
            .filter(r -> r.submittedNanos() < fromNanos && isAnswered(r))
            .mapToDouble(r -> seconds(r, LATENCY))
            .sorted()
            .toArray();
    double usual =
        before.length == 0 ? Double.NaN : before[(int) (USUAL_PART * (before.length - 1))];
    return new Good(
        LATENCY, TIMES_USUAL * usual, "twice the p95 of the simulation before the first incident");
  }

  private static long untilNanos(Scenario scenario, List<Incident> incidents, int index) {
    return index + 1 < incidents.size()
        ? incidents.get(index + 1).fromNanos()
        : scenario.horizonNanos();
  }

  private static Stream<SampledRequest> requests(ReplicationRecord replication) {
    return replication.singles().get(0).sample().stream();
  }

  private static List<Ended> ended(ReplicationRecord replication, Good good) {
    return requests(replication)
        .map(
            r ->
                new Ended(
                    r.submittedNanos(),
                    r.endedNanos(),
                    isAnswered(r),
                    isAnswered(r) && !(seconds(r, good.metric()) > good.seconds())))
        .toList();
  }

  private static boolean isAnswered(SampledRequest request) {
    return request.outcome().equals(ANSWERED);
  }

  private static double seconds(SampledRequest request, String metric) {
    long until = metric.equals(FIRST_TOKEN) ? request.firstTokenNanos() : request.endedNanos();
    return (until - request.submittedNanos()) / NANOS;
  }

  private static Ended ended(MeasuredRequest request, Good good) {
    MeasuredRequest.Timestamps times = request.times();
    long until = good.metric().equals(FIRST_TOKEN) ? times.firstTokenNanos() : times.endedNanos();
    double seconds = (until - times.intendedNanos()) / NANOS;
    return new Ended(
        times.intendedNanos(),
        times.endedNanos(),
        request.isAnswered(),
        request.isAnswered() && !(seconds > good.seconds()));
  }

  private static double lost(List<Ended> ended) {
    return ended.stream().filter(e -> !e.answered()).count();
  }

  private static double[] each(
      List<List<Ended>> replications, ToDoubleFunction<List<Ended>> figure) {
    return replications.stream().mapToDouble(figure).toArray();
  }

  private static Row row(String figure, int incident, double[] each) {
    double[] sorted = each.clone();
    Arrays.sort(sorted);
    return new Row(
        figure,
        incident,
        each[0],
        new double[] {sorted[0], sorted[sorted.length - 1]},
        Double.NaN,
        null);
  }

  private static FigureName figure(String name) {
    return FigureName.parse(name).orElseThrow();
  }

  private static Played played(Incident incident) {
    return new Played(
        incident.kind().words(),
        incident.pool(),
        incident.workers(),
        incident.fromNanos() / NANOS,
        incident.toNanos() / NANOS);
  }
}
