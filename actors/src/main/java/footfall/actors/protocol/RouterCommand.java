package footfall.actors.protocol;

import footfall.actors.protocol.RouterReport.RequestsReported;
import footfall.actors.protocol.RouterReport.Seen;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** A {@link Request} to be sent on, what became of one, or news of the pools. */
public interface RouterCommand {
  /** A tool call for a pool, which replies to the shopper that made it. */
  record CallTool(String pool, Request request) implements RouterCommand {}

  /** The pools to send to, by index; the first message that a router gets. */
  record UsePools(List<ActorRef<PoolCommand>> pools) implements RouterCommand {}

  /** A request has left the pool. */
  record RequestLeft(int pool) implements RouterCommand {}

  /** The number of workers of a pool that are up has changed. */
  record WorkersUp(int pool, int workers) implements RouterCommand {}

  /** Cancels the request with this exchange: its client has gone. */
  record Cancel(Exchange exchange) implements RouterCommand {}

  /** Asks what was sent out so far. */
  record ReportRequests(ActorRef<? super RequestsReported> replyTo) implements RouterCommand {}

  /** Asks what was sent out so far, and changes nothing. */
  record Look(ActorRef<? super Seen> replyTo) implements RouterCommand {}
}
