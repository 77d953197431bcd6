package footfall.actors.workers;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.Request;
import footfall.actors.RequestOutcome.Completed;
import footfall.actors.pools.Pool;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Service;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Serves requests, each in a slot of its own for as long as the service model says, whatever else
 * it serves at the same time.
 */
final class SlotWorker extends CommandBehavior<Worker.Command> {
  private final Clock clock;
  private final int poolIndex;
  private final int workerIndex;
  private final Service service;
  private final double prefixCache;
  private final ActorRef<Pool.Command> pool;
  private final RandomStream random = new RandomStream();

  private SlotWorker(
      Clock clock, int poolIndex, int workerIndex, PoolSpec spec, ActorRef<Pool.Command> pool) {
    this.clock = clock;
    this.poolIndex = poolIndex;
    this.workerIndex = workerIndex;
    this.service = spec.service();
    this.prefixCache = spec.prefixCache();
    this.pool = pool;
  }

  static Behavior<Worker.Command> create(
      Clock clock, int poolIndex, int workerIndex, PoolSpec spec, ActorRef<Pool.Command> pool) {
    return Behaviors.setup(context -> new SlotWorker(clock, poolIndex, workerIndex, spec, pool));
  }

  @Override
  protected Behavior<Worker.Command> onCommand(Object command) {
    if (command instanceof Request request) {
      return onRequest(request);
    }
    if (command instanceof Worker.Halt) {
      return this; // The pool knows that what this worker still says of its requests is void.
    }
    return null;
  }

  private Behavior<Worker.Command> onRequest(Request request) {
    random.at(Streams.draw(request.shopperKey(), Purpose.SERVICE, request.drawIndex()));
    long started = clock.nowNanos();
    int cached = (int) (prefixCache * request.step().repeatedTokens());
    long decodeFrom = started + service.prefillNanos(request.inputTokens() - cached, random);
    long decodeNanos = service.decodeNanos(request.outputTokens(), random);
    long ended = decodeFrom + decodeNanos;
    long firstToken =
        service.streams() ? decodeFrom + decodeNanos / Math.max(1, request.outputTokens()) : ended;
    clock.tellAfter(
        ended - started,
        pool,
        new Completed(request, poolIndex, workerIndex, cached, started, firstToken, ended));
    return this;
  }
}
