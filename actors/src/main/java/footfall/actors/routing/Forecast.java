package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.scenarios.Scenario;
import footfall.scenarios.engine.SteadyBatch;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a pool is expected to take for a request: its service at the load that is seen, and
 * {@code (n - c + 1)+ / c} such services for those ahead of it, where c of n are served. An
 * estimate such as a router can make, not theory. Immutable.
 */
final class Forecast {
  private final List<PoolSpec> pools;

  /** Null where a pool has no engine. */
  private final @Nullable SteadyBatch[] engines;

  Forecast(Scenario scenario) {
    this.pools = scenario.pools();
    this.engines =
        pools.stream()
            .map(pool -> pool.engine().map(engine -> new SteadyBatch(engine, 1, 0, 1)).orElse(null))
            .toArray(SteadyBatch[]::new);
  }

  double seconds(int pool, Request request, Loads loads) {
    int inSystem = loads.inSystem(pool);
    int servers = loads.servers(pool);
    if (servers == 0) {
      return Double.POSITIVE_INFINITY;
    }
    SteadyBatch engine = engines[pool];
    double service =
        engine == null
            ? serviceSeconds(pools.get(pool), request, inSystem, servers)
            : serviceSeconds(engine, pools.get(pool), request, inSystem, servers);
    return service * (1 + Math.max(0, inSystem - servers + 1) / (double) servers);
  }

  /** As if all that run there were like this one. */
  private static double serviceSeconds(
      SteadyBatch engine, PoolSpec spec, Request request, int inSystem, int servers) {
    SteadyBatch alike = engine.of(request.inputTokens(), 0, request.outputTokens());
    int together = inSystem * spec.slots() / servers + 1;
    return alike.secondsTogether(Math.min(together, alike.most()));
  }

  private static double serviceSeconds(PoolSpec spec, Request request, int inSystem, int servers) {
    Service service = spec.service();
    if (service.batching().isEmpty()) {
      return service.meanSeconds(request.inputTokens(), request.outputTokens());
    }
    Batching batching = service.batching().get();
    int together = Math.min(spec.slots(), inSystem * spec.slots() / servers + 1);
    int workers = servers / spec.slots();
    return service.meanSeconds(request.inputTokens(), 0)
            * batching.prefillSlowdownEverywhere(together, workers)
        + request.outputTokens() * batching.tpotEverywhere(together, workers);
  }
}
