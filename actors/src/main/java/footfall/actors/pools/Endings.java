package footfall.actors.pools;

import footfall.actors.RequestOutcome;
import footfall.actors.routing.Router;
import footfall.actors.supervision.Supervisor;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Tells everybody how a request ended: its shopper at once, the supervisor in batches. */
final class Endings {
  /** Outcomes that go to the supervisor in one message: it is in no hurry. */
  private static final int BATCH = 64;

  private final Router.RequestLeft requestLeft;
  private final ActorRef<Supervisor.Command> supervisor;

  /** Told of every request that leaves, or null where the router does not look at loads. */
  private final ActorRef<Router.Command> loadWatcher;

  private List<RequestOutcome> gathered = new ArrayList<>(BATCH);

  Endings(int pool, ActorRef<Supervisor.Command> supervisor, ActorRef<Router.Command> loadWatcher) {
    this.requestLeft = new Router.RequestLeft(pool);
    this.supervisor = supervisor;
    this.loadWatcher = loadWatcher;
  }

  void end(RequestOutcome outcome) {
    outcome.request().replyTo().tell(outcome);
    gathered.add(outcome);
    if (gathered.size() == BATCH) {
      flush();
    }
    if (loadWatcher != null) {
      loadWatcher.tell(requestLeft);
    }
  }

  /** Tells the supervisor what was gathered so far, if anything. */
  void flush() {
    if (!gathered.isEmpty()) {
      supervisor.tell(new Pool.RequestsEnded(gathered));
      gathered = new ArrayList<>(BATCH);
    }
  }
}
