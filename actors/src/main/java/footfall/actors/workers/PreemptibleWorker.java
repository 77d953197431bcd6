package footfall.actors.workers;

import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Progress;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.WorkerCommand;
import footfall.scenarios.pools.Service;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests, each in a slot of its own, until it is told to make way: what was done of a
 * request is kept, and whichever worker goes on with it does the rest. What it waited in between
 * counts as waiting.
 */
final class PreemptibleWorker extends CommandBehavior<WorkerCommand> {
  /** A request in service, and the message that its service is over unless it was interrupted. */
  private static final class Serving implements WorkerCommand {
    private final Request request;
    private final Progress progress;
    private final long sinceNanos;
    private boolean isOver;

    Serving(Request request, Progress progress, long sinceNanos) {
      this.request = request;
      this.progress = progress;
      this.sinceNanos = sinceNanos;
    }

    /** How far it has come at an instant. */
    Progress at(long nowNanos) {
      long served = nowNanos - sinceNanos;
      long toFirstToken = progress.untilFirstTokenNanos();
      boolean isHere = toFirstToken >= 0 && toFirstToken <= served;
      return new Progress(
          progress.cachedTokens(),
          progress.servedNanos() + served,
          progress.remainingNanos() - served,
          isHere ? -1 : toFirstToken < 0 ? -1 : toFirstToken - served,
          isHere ? sinceNanos + toFirstToken : progress.firstTokenNanos());
    }
  }

  private final WorkerContext workerContext;
  private final Service service;
  private final ActorRef<WorkerCommand> self;
  private final RandomStream random = new RandomStream();
  private final Map<Request, Serving> inService = new IdentityHashMap<>();

  private PreemptibleWorker(ActorContext<WorkerCommand> context, WorkerContext workerContext) {
    this.self = context.getSelf();
    this.workerContext = workerContext;
    this.service = workerContext.spec().service();
  }

  static Behavior<WorkerCommand> create(WorkerContext workerContext) {
    return Behaviors.setup(context -> new PreemptibleWorker(context, workerContext));
  }

  @Override
  protected @Nullable Behavior<WorkerCommand> onCommand(Object command) {
    if (command instanceof Request request) {
      serve(request, planned(request));
    } else if (command instanceof WorkerCommand.Resume resume) {
      serve(resume.request(), resume.progress());
    } else if (command instanceof Serving serving) {
      onServed(serving);
    } else if (command instanceof WorkerCommand.Interrupt interrupt) {
      onInterrupt(interrupt.request());
    } else if (command instanceof WorkerCommand.Halt) {
      inService.values().forEach(serving -> serving.isOver = true);
      inService.clear();
    } else if (command instanceof WorkerCommand.Break) {
      workerContext.lose();
    } else {
      return null;
    }
    return this;
  }

  private Progress planned(Request request) {
    random.at(request.serviceKey(Purpose.SERVICE));
    int cached = workerContext.cachedTokens(request);
    long prefill = workerContext.prefillNanos(request, cached, random);
    long decode = workerContext.decodeNanos(request, random);
    long firstToken =
        service.streams()
            ? prefill + decode / Math.max(1, request.outputTokens())
            : prefill + decode;
    return new Progress(cached, 0, prefill + decode, firstToken, 0);
  }

  private void serve(Request request, Progress progress) {
    Serving serving = new Serving(request, progress, workerContext.clock().nowNanos());
    inService.put(request, serving);
    workerContext.clock().tellAfter(progress.remainingNanos(), self, serving);
  }

  private void onServed(Serving serving) {
    if (serving.isOver) {
      return;
    }
    inService.remove(serving.request);
    long now = workerContext.clock().nowNanos();
    Progress done = serving.at(now);
    workerContext
        .replyTo()
        .tell(
            workerContext.completed(
                serving.request,
                done.cachedTokens(),
                now - done.servedNanos(),
                done.firstTokenNanos(),
                now));
  }

  /** Nothing where it is over at this instant anyway: the pool was told. */
  private void onInterrupt(Request request) {
    Serving serving = inService.remove(request);
    if (serving != null) {
      serving.isOver = true;
      Progress progress = serving.at(workerContext.clock().nowNanos());
      workerContext.replyTo().tell(new PoolCommand.Interrupted(request, progress));
    }
  }
}
