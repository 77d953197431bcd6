package footfall.serving.cluster;

import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.WorkerCommand;
import footfall.reports.recording.Failure;
import footfall.serving.cluster.WorkerMessages.Called;
import footfall.serving.cluster.WorkerMessages.Cancel;
import footfall.serving.cluster.WorkerMessages.Completed;
import footfall.serving.cluster.WorkerMessages.Dismiss;
import footfall.serving.cluster.WorkerMessages.Failed;
import footfall.serving.cluster.WorkerMessages.Hire;
import footfall.serving.cluster.WorkerMessages.Hired;
import footfall.serving.cluster.WorkerMessages.Leaving;
import footfall.serving.cluster.WorkerMessages.Ping;
import footfall.serving.cluster.WorkerMessages.Pong;
import footfall.serving.cluster.WorkerMessages.Said;
import footfall.serving.cluster.WorkerMessages.Serve;
import footfall.serving.cluster.WorkerMessages.Thought;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.PlayedTokenStream;
import footfall.serving.ingress.RequestIngress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Where the gateways find a worker of this node: takes requests for its pool from a proxy in each
 * of them, has them served, and tells the proxies what is said. All endpoints of a pool share its
 * workers.
 */
final class WorkerEndpoint extends AbstractBehavior<WorkerEndpoint.Command> {
  /** Something from a proxy, from the node, or of a reply. */
  interface Command {}

  /** Takes no more proxies, and asks those there are to dismiss it. */
  record Leave(ActorRef<? super Left> replyTo) implements Command {}

  /** No proxy has anything to do with the endpoint any more. */
  enum Left {
    INSTANCE
  }

  private record Gone(ActorRef<WorkerCommand> proxy) implements Command {}

  private record Spoke(Job job, String text) implements Command {}

  private record Reasoned(Job job, String text) implements Command {}

  private record CalledTool(Job job, String tool, String arguments) implements Command {}

  private record Ended(Job job, RequestOutcome outcome) implements Command {}

  /** A request of a proxy. */
  private final class Job implements LiveExchange.Listener {
    private final ActorRef<WorkerCommand> proxy;
    private final long id;
    private int told;
    private LiveExchange liveExchange;

    Job(ActorRef<WorkerCommand> proxy, long id) {
      this.proxy = proxy;
      this.id = id;
    }

    // The endpoint tells the proxy of everything itself, so that it arrives in this order.

    @Override
    public void said(String text) {
      self.tell(new Spoke(this, text));
    }

    @Override
    public void thought(String text) {
      self.tell(new Reasoned(this, text));
    }

    @Override
    public void called(String tool, String arguments) {
      self.tell(new CalledTool(this, tool, arguments));
    }

    @Override
    public void ended(RequestOutcome outcome) {
      self.tell(new Ended(this, outcome));
    }
  }

  private final int pool;
  private final ServiceKey<Command> key;
  private final ActorRef<Command> self;
  private final ActorRef<RequestIngress.Command> ingress;
  private final PlayedTokenStream.Stage stage;
  private final Map<ActorRef<WorkerCommand>, Map<Long, Job>> jobs = new HashMap<>();
  private final Set<ActorRef<? super Left>> awaiting = new HashSet<>();
  private boolean leaves;

  private WorkerEndpoint(
      ActorContext<Command> context,
      int pool,
      ServiceKey<Command> key,
      ActorRef<RequestIngress.Command> ingress,
      PlayedTokenStream.Stage stage) {
    super(context);
    this.pool = pool;
    this.key = key;
    this.self = context.getSelf();
    this.ingress = ingress;
    this.stage = stage;
    context.getSystem().receptionist().tell(Receptionist.register(key, self));
  }

  /**
   * An endpoint that gateways find.
   *
   * @param pool index of the pool at the ingress
   */
  static Behavior<Command> create(
      int pool,
      ServiceKey<Command> key,
      ActorRef<RequestIngress.Command> ingress,
      PlayedTokenStream.Stage stage) {
    return Behaviors.setup(context -> new WorkerEndpoint(context, pool, key, ingress, stage));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Spoke.class, this::onSpoke)
        .onMessage(Reasoned.class, this::onReasoned)
        .onMessage(Serve.class, this::onServe)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Ping.class, this::onPing)
        .onMessage(CalledTool.class, this::onCalled)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(Hire.class, this::onHire)
        .onMessage(Dismiss.class, dismiss -> onGone(dismiss.proxy()))
        .onMessage(Gone.class, gone -> onGone(gone.proxy()))
        .onMessage(Leave.class, this::onLeave)
        .build();
  }

  private Behavior<Command> onHire(Hire hire) {
    ActorRef<WorkerCommand> proxy = hire.proxy();
    if (leaves) {
      proxy.tell(new Leaving(self));
      return this;
    }
    if (jobs.putIfAbsent(proxy, new HashMap<>()) == null) {
      getContext().watchWith(proxy, new Gone(proxy));
    }
    proxy.tell(new Hired(self));
    return this;
  }

  private Behavior<Command> onServe(Serve serve) {
    Map<Long, Job> ofProxy = jobs.get(serve.proxy());
    if (ofProxy == null) {
      return this; // It will ask what became of it, and hear that nobody knows.
    }
    Job job = new Job(serve.proxy(), serve.id());
    job.liveExchange = new LiveExchange(serve.prompt(), pool, serve.origin().place(), job, stage);
    ofProxy.put(job.id, job);
    ingress.tell(
        new RequestIngress.Ask(
            job.liveExchange,
            Long.toString(serve.origin().shopper()),
            serve.origin(),
            serve.inputTokens(),
            serve.outputTokens(),
            serve.priority()));
    return this;
  }

  private boolean isOpen(Job job) {
    return jobs.getOrDefault(job.proxy, Map.of()).get(job.id) == job;
  }

  private Behavior<Command> onSpoke(Spoke spoke) {
    Job job = spoke.job();
    if (isOpen(job)) {
      job.proxy.tell(new Said(job.id, job.told++, spoke.text()));
    }
    return this;
  }

  private Behavior<Command> onReasoned(Reasoned reasoned) {
    Job job = reasoned.job();
    if (isOpen(job)) {
      job.proxy.tell(new Thought(job.id, job.told++, reasoned.text()));
    }
    return this;
  }

  private Behavior<Command> onCalled(CalledTool called) {
    Job job = called.job();
    if (isOpen(job)) {
      job.proxy.tell(new Called(job.id, job.told++, called.tool(), called.arguments()));
    }
    return this;
  }

  private Behavior<Command> onEnded(Ended ended) {
    Job job = ended.job();
    if (isOpen(job)) {
      jobs.get(job.proxy).remove(job.id);
      job.proxy.tell(
          ended.outcome() instanceof RequestOutcome.Completed
              ? new Completed(
                  job.id,
                  job.told,
                  job.liveExchange.usage(),
                  job.liveExchange.finish(),
                  job.liveExchange.isReal(),
                  job.liveExchange.meanLogprob())
              : new Failed(job.id, job.told, failure(ended.outcome()), job.liveExchange.problem()));
    }
    return this;
  }

  private static Failure failure(RequestOutcome outcome) {
    return outcome instanceof RequestOutcome.Failed failed ? failed.failure() : Failure.CANCELLED;
  }

  private Behavior<Command> onPing(Ping ping) {
    Map<Long, Job> known = jobs.getOrDefault(ping.proxy(), Map.of());
    long[] unknown = Arrays.stream(ping.ids()).filter(id -> !known.containsKey(id)).toArray();
    ping.proxy().tell(new Pong(self, unknown));
    if (leaves) {
      ping.proxy().tell(new Leaving(self)); // It may not have heard.
    }
    return this;
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    Job job = jobs.getOrDefault(cancel.proxy(), new HashMap<>()).remove(cancel.id());
    if (job != null) {
      ingress.tell(new RequestIngress.Leave(job.liveExchange));
    }
    return this;
  }

  private Behavior<Command> onGone(ActorRef<WorkerCommand> proxy) {
    Map<Long, Job> left = jobs.remove(proxy);
    if (left != null) {
      getContext().unwatch(proxy);
      left.values().forEach(job -> ingress.tell(new RequestIngress.Leave(job.liveExchange)));
    }
    tellWhenLeft();
    return this;
  }

  private Behavior<Command> onLeave(Leave leave) {
    leaves = true;
    awaiting.add(leave.replyTo());
    getContext().getSystem().receptionist().tell(Receptionist.deregister(key, self));
    List.copyOf(jobs.keySet()).forEach(proxy -> proxy.tell(new Leaving(self)));
    tellWhenLeft();
    return this;
  }

  private void tellWhenLeft() {
    if (leaves && jobs.isEmpty()) {
      awaiting.forEach(waiting -> waiting.tell(Left.INSTANCE));
      awaiting.clear();
    }
  }
}
