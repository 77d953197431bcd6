package footfall.serving.cluster;

import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.scenarios.Scenario;
import footfall.serving.workforce.EngagedWorkforce;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Workers on the nodes of a cluster: each worker of a pool is a proxy, which is filled while a node
 * has an endpoint for it. Any thread may ask for workers.
 */
public final class ClusterWorkforce implements EngagedWorkforce {
  private final Scenario scenario;
  private final List<FreeEndpoints> endpoints;

  /** For the pools of the scenario, none of whose proxies is filled yet. */
  public ClusterWorkforce(Scenario scenario) {
    this.scenario = scenario;
    this.endpoints = scenario.pools().stream().map(pool -> new FreeEndpoints()).toList();
  }

  @Override
  public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
    return WorkerProxy.create(
        workerContext,
        WorkerMessages.endpoints(scenario, workerContext.spec()),
        endpoints.get(workerContext.pool()));
  }

  @Override
  public boolean mayFail() {
    return true;
  }

  @Override
  public List<String> descriptions() {
    return scenario.pools().stream().map(pool -> "on the nodes of the cluster").toList();
  }

  @Override
  public void close() {
    // Nodes see that their proxies are gone.
  }
}
