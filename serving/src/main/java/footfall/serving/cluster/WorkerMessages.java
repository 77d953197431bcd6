package footfall.serving.cluster;

import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.WorkerCommand;
import footfall.reports.recording.Failure;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.Prompt;
import footfall.serving.ingress.Origin;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * What a proxy in the pool of a gateway and an endpoint of a node tell each other. An endpoint
 * tells all that belongs to one request in its order and numbers it, so that what got lost is
 * noticed.
 */
final class WorkerMessages {
  private WorkerMessages() {}

  /** Under which the endpoints of a pool are found: callers must mean the same workers. */
  static ServiceKey<WorkerEndpoint.Command> endpoints(Scenario scenario, PoolSpec pool) {
    return ServiceKey.create(
        WorkerEndpoint.Command.class,
        String.join(
            "/",
            "footfall-endpoints",
            scenario.name(),
            pool.name(),
            pool.slots() + "",
            pool.backend() + ""));
  }

  /** A proxy wants to have its requests served. */
  record Hire(ActorRef<WorkerCommand> proxy) implements ClusterMessage, WorkerEndpoint.Command {}

  /**
   * A request to serve.
   *
   * @param id unique at the proxy
   * @param outputTokens as far as can be foreseen
   */
  record Serve(
      ActorRef<WorkerCommand> proxy,
      long id,
      Prompt prompt,
      Origin origin,
      int inputTokens,
      int outputTokens,
      int priority)
      implements ClusterMessage, WorkerEndpoint.Command {}

  /** The request was cancelled. */
  record Cancel(ActorRef<WorkerCommand> proxy, long id)
      implements ClusterMessage, WorkerEndpoint.Command {}

  /** Whether it is still there, and still has these. */
  record Ping(ActorRef<WorkerCommand> proxy, long[] ids)
      implements ClusterMessage, WorkerEndpoint.Command {}

  /** The proxy sends no more, and has had everything. */
  record Dismiss(ActorRef<WorkerCommand> proxy) implements ClusterMessage, WorkerEndpoint.Command {}

  /** The endpoint serves the proxy. */
  record Hired(ActorRef<WorkerEndpoint.Command> endpoint)
      implements ClusterMessage, WorkerCommand {}

  /** The endpoint will leave once the proxy has dismissed it. */
  record Leaving(ActorRef<WorkerEndpoint.Command> endpoint)
      implements ClusterMessage, WorkerCommand {}

  /** It is still there, but knows nothing of these. */
  record Pong(ActorRef<WorkerEndpoint.Command> endpoint, long[] unknown)
      implements ClusterMessage, WorkerCommand {}

  /** Something of a reply. */
  interface OfReply extends ClusterMessage, WorkerCommand {
    /** The request that is replied to. */
    long id();

    /** How much came of the reply before. */
    int number();
  }

  /** A piece of the reply. */
  record Said(long id, int number, String text) implements OfReply {}

  /** A piece of the reasoning before the reply. */
  record Thought(long id, int number, String text) implements OfReply {}

  /** The model calls a tool. */
  record Called(long id, int number, String tool, String arguments) implements OfReply {}

  /**
   * The reply is complete.
   *
   * @param real whether a model has written it, and not a service model played one
   * @param meanLogprob of its tokens; not a number where nothing tells
   */
  record Completed(
      long id,
      int number,
      Usage usage,
      LiveExchange.Finish finish,
      boolean real,
      double meanLogprob)
      implements OfReply {}

  /**
   * There is no reply.
   *
   * @param problem something a client can read; empty where there is nothing to be said
   */
  record Failed(long id, int number, Failure failure, String problem) implements OfReply {}
}
