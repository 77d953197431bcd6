package footfall.simulator.measurement;

import footfall.reports.calibration.FittedService;
import footfall.reports.calibration.ServiceFit;
import footfall.reports.evaluation.Block;
import footfall.reports.measurement.MeasuredLog.Served;
import footfall.reports.measurement.MeasuredRequest;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Service;
import java.util.List;
import java.util.Optional;

/**
 * The service model of a pool, fitted to the conversations of an evaluation.
 *
 * @param pool as it was examined: no more was measured than went on at the same time, and nothing
 *     of what workers of one machine do to each other
 * @param service empty where too few requests were answered
 */
record ModelFit(PoolSpec pool, Optional<FittedService> service) {
  private static final double NANOS = 1e9;

  static ModelFit of(PoolSpec pool, List<Block> blocks) {
    PoolSpec examined = asExamined(pool, blocks.get(blocks.size() - 1).together());
    List<Served> served =
        blocks.stream()
            .flatMap(block -> block.requests().stream())
            .filter(MeasuredRequest::isAnswered)
            .map(request -> served(pool, request))
            .toList();
    return new ModelFit(examined, ServiceFit.of(examined, List.of(served)));
  }

  private static PoolSpec asExamined(PoolSpec pool, int together) {
    Service service = pool.service();
    Optional<Batching> alone =
        service
            .batching()
            .map(b -> new Batching(b.tpot(), b.prefillSlowdown(), b.pace(), Optional.empty()));
    int each = Math.max(1, (together + pool.workers() - 1) / pool.workers());
    return pool.withSlots(Math.min(pool.slots(), each))
        .withService(
            new Service(
                service.time(),
                service.secondsPerInputToken(),
                service.secondsPerOutputToken(),
                alone));
  }

  private static Served served(PoolSpec pool, MeasuredRequest request) {
    return new Served(
        pool.name(),
        request.told().worker(),
        true,
        request.startedNanos() / NANOS,
        request.times().firstTokenNanos() / NANOS,
        request.times().endedNanos() / NANOS,
        request.inputTokens(),
        Math.max(0, request.told().cachedTokens()),
        request.outputTokens());
  }
}
