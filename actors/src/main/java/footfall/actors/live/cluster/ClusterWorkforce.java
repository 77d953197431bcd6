package footfall.actors.live.cluster;

import footfall.actors.live.EngagedWorkforce;
import footfall.actors.workers.Post;
import footfall.actors.workers.Worker;
import footfall.scenarios.Scenario;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Workers on the nodes of a cluster: each worker of a pool is a seat, which is filled while a node
 * has a bay for it. Any thread may ask for workers.
 */
public final class ClusterWorkforce implements EngagedWorkforce {
  private final Scenario scenario;
  private final List<ConcurrentMap<ActorRef<Bay.Command>, Integer>> taken;

  /** For the pools of the scenario, none of whose seats is filled yet. */
  public ClusterWorkforce(Scenario scenario) {
    this.scenario = scenario;
    this.taken =
        scenario.pools().stream()
            .<ConcurrentMap<ActorRef<Bay.Command>, Integer>>map(pool -> new ConcurrentHashMap<>())
            .toList();
  }

  @Override
  public Behavior<Worker.Command> worker(Post post) {
    return Seat.create(post, WorkerMessages.bays(scenario, post.spec()), taken.get(post.pool()));
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
    // Nodes see that their seats are gone.
  }
}
