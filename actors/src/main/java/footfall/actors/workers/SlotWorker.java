package footfall.actors.workers;

import footfall.actors.CommandBehavior;
import footfall.actors.Exchange;
import footfall.actors.Request;
import footfall.scenarios.pools.Service;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Serves requests, each in a slot of its own for as long as the service model says, whatever else
 * it serves at the same time.
 */
final class SlotWorker extends CommandBehavior<Worker.Command> {
  private final Post post;
  private final Service service;
  private final RandomStream random = new RandomStream();

  private SlotWorker(Post post) {
    this.post = post;
    this.service = post.spec().service();
  }

  static Behavior<Worker.Command> create(Post post) {
    return Behaviors.setup(context -> new SlotWorker(post));
  }

  @Override
  protected Behavior<Worker.Command> onCommand(Object command) {
    if (command instanceof Request request) {
      return onRequest(request);
    }
    if (command instanceof Worker.Halt || command instanceof Worker.Cancel) {
      return this; // The pool knows what is void of what this worker still says.
    }
    if (command instanceof Worker.Break) {
      post.lose();
      return this;
    }
    return null;
  }

  private Behavior<Worker.Command> onRequest(Request request) {
    random.at(request.serviceKey(Purpose.SERVICE));
    long started = post.clock().nowNanos();
    int cached = post.cachedTokens(request);
    long decodeFrom = started + service.prefillNanos(request.inputTokens() - cached, random);
    long decodeNanos = service.decodeNanos(request.outputTokens(), random);
    long ended = decodeFrom + decodeNanos;
    long firstToken =
        service.streams() ? decodeFrom + decodeNanos / Math.max(1, request.outputTokens()) : ended;
    Exchange exchange = request.step().exchange();
    if (exchange != null && service.streams()) {
      exchange.foreseen(0, decodeFrom, (double) decodeNanos / Math.max(1, request.outputTokens()));
    }
    post.clock()
        .tellAfter(
            ended - started,
            post.replyTo(),
            post.completed(request, cached, started, firstToken, ended));
    return this;
  }
}
