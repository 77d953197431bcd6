package footfall.actors.pools;

import footfall.actors.protocol.PoolReport;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.SupervisorCommand;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Tells everybody how a request ended: its shopper at once, the supervisor in batches. */
final class OutcomeBatcher {
  /** Outcomes that go to the supervisor in one message: it is in no hurry. */
  private static final int BATCH = 64;

  private final RouterCommand.RequestLeft requestLeft;
  private final ActorRef<SupervisorCommand> supervisor;

  /** Told of every request that leaves, or null where the router does not look at loads. */
  private final @Nullable ActorRef<RouterCommand> loadWatcher;

  private List<RequestOutcome> gathered = new ArrayList<>(BATCH);

  OutcomeBatcher(
      int pool,
      ActorRef<SupervisorCommand> supervisor,
      @Nullable ActorRef<RouterCommand> loadWatcher) {
    this.requestLeft = new RouterCommand.RequestLeft(pool);
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
      supervisor.tell(new PoolReport.RequestsEnded(gathered));
      gathered = new ArrayList<>(BATCH);
    }
  }
}
