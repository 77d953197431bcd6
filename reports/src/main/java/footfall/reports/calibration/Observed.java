package footfall.reports.calibration;

import footfall.reports.measurement.MeasuredLog.Served;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.Batching.Contention;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request and how busy its machine was: mean numbers of requests in service, before its first
 * token and after it.
 *
 * @param ownAtFirst of its worker, itself included
 * @param othersAtFirst of the other workers of the machine
 */
record Observed(
    Served request, double ownAtFirst, double ownAfter, double othersAtFirst, double othersAfter) {

  /** The measured requests of a pool, of runs one by one. */
  static List<Observed> of(PoolSpec spec, List<List<Served>> runs) {
    List<Observed> observed = new ArrayList<>();
    int perMachine = workersPerMachine(spec);
    for (List<Served> run : runs) {
      Map<Integer, List<Served>> byMachine =
          run.stream()
              .filter(request -> request.pool().equals(spec.name()))
              .collect(
                  Collectors.groupingBy(
                      request -> Math.floorDiv(request.worker(), perMachine),
                      LinkedHashMap::new,
                      Collectors.toList()));
      byMachine.values().forEach(machine -> observe(machine, spec, observed));
    }
    return observed;
  }

  /** Where nothing is said, the server is one machine. */
  static int workersPerMachine(PoolSpec spec) {
    return spec.service()
        .batching()
        .flatMap(Batching::contention)
        .map(Contention::workers)
        .orElse(Math.max(1, spec.mostWorkers()));
  }

  private static void observe(List<Served> machine, PoolSpec spec, List<Observed> observed) {
    Concurrency all = new Concurrency(machine);
    Map<Integer, List<Served>> byWorker =
        machine.stream()
            .collect(
                Collectors.groupingBy(Served::worker, LinkedHashMap::new, Collectors.toList()));
    for (List<Served> worker : byWorker.values()) {
      boolean known = worker.get(0).worker() >= 0;
      int share = known ? 1 : spec.workers(); // Else the requests are those of all of them.
      Concurrency own = known ? new Concurrency(worker) : all;
      for (Served request : worker) {
        if (request.measured()) {
          double first = own.mean(request.started(), request.firstToken());
          double after = own.mean(request.firstToken(), request.ended());
          observed.add(
              new Observed(
                  request,
                  Math.max(1, first / share),
                  Math.max(1, after / share),
                  Math.max(0, all.mean(request.started(), request.firstToken()) - first),
                  Math.max(0, all.mean(request.firstToken(), request.ended()) - after)));
        }
      }
    }
  }

  /** Mean seconds from one token to the next; there must be two. */
  double gap() {
    return (request.ended() - request.firstToken()) / (request.outputTokens() - 1);
  }

  double untilFirstToken() {
    return request.firstToken() - request.started();
  }

  int readTokens() {
    return request.inputTokens() - request.cachedTokens();
  }

  /** Whether the gaps of the reply tell anything; some servers send all at once. */
  boolean speaks() {
    return request.outputTokens() > 2 && request.ended() > request.firstToken();
  }
}
