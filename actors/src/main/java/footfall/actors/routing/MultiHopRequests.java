package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.Route;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.RouterReport;
import footfall.actors.protocol.SupervisorCommand;
import footfall.reports.recording.Failure;
import footfall.reports.recording.Submissions.Detours;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ObjIntConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Requests that may need several pools, because they are classified first or because the policy
 * follows what becomes of them. The router takes the shopper's place until one ends for good. Part
 * of the router; not thread-safe.
 */
final class MultiHopRequests {
  /** Outcomes that go to the supervisor in one message: it is in no hurry. */
  private static final int BATCH = 64;

  private final RoutingPolicy policy;

  /** Null where the policy does not follow what becomes of requests. */
  private final @Nullable FollowingPolicy follows;

  /** Null where there is no classifier. */
  private final @Nullable RequestClassifier classifier;

  private final Loads loads;
  private final ActorRef<RouterCommand> router;
  private final ActorRef<SupervisorCommand> supervisor;
  private final ObjIntConsumer<Request> send;
  private List<RequestOutcome> gathered = new ArrayList<>(BATCH);
  private long escalated;
  private long passedOn;
  private long refused;

  /**
   * No request on its way yet.
   *
   * @param classifier null where there is no classifier
   * @param router told how pools end requests
   * @param send sends a request to the pool with an index
   */
  MultiHopRequests(
      RoutingPolicy policy,
      @Nullable RequestClassifier classifier,
      Loads loads,
      ActorRef<RouterCommand> router,
      ActorRef<SupervisorCommand> supervisor,
      ObjIntConsumer<Request> send) {
    this.policy = policy;
    this.follows = policy instanceof FollowingPolicy following ? following : null;
    this.classifier = classifier;
    this.loads = loads;
    this.router = router;
    this.supervisor = supervisor;
    this.send = send;
  }

  /** Sets out with a request, at the instant of its submission. */
  void begin(Request request) {
    begin(request, classifier == null ? policy.choose(request, loads) : classifier.pool());
  }

  /** Sets out with a request to the pool that it asks for. */
  void begin(Request request, int pool) {
    long now = request.submittedNanos();
    int hop = classifier == null ? 0 : Route.CLASSIFICATION;
    Route route = new Route(hop, now, 0, false, request.outputTokens(), null, request.replyTo());
    sendOn(request.on(route, now, router), pool);
  }

  /** A pool has ended a request. */
  void goOn(RequestOutcome outcome) {
    if (outcome.request().followedRoute().hop() == Route.CLASSIFICATION) {
      onClassified(outcome);
      return;
    }
    int next = follows == null ? RoutingPolicy.NOWHERE : follows.next(outcome, loads);
    if (next == RoutingPolicy.NOWHERE) {
      finish(outcome);
      return;
    }
    if (outcome instanceof Completed) {
      escalated++;
    } else {
      passedOn++;
    }
    Route before = outcome.request().followedRoute();
    sendOn(moved(outcome, before.hop() + 1, before.misclassified()), next);
  }

  /** A request that could not be classified goes where those of no kind go. */
  private void onClassified(RequestOutcome outcome) {
    RequestClassifier asked = Objects.requireNonNull(classifier);
    int otherwise = asked.otherwise();
    if (outcome instanceof Completed) {
      boolean mistaken = asked.classify(outcome.request());
      Request classified = moved(outcome, 0, mistaken);
      sendOn(classified, policy.choose(classified, loads));
    } else if (outcome instanceof Abandoned || otherwise == RoutingPolicy.NOWHERE) {
      finish(outcome);
    } else {
      passedOn++;
      sendOn(moved(outcome, 0, false), otherwise);
    }
  }

  /** The request of the outcome, on its way to another pool. */
  private Request moved(RequestOutcome outcome, int hop, boolean misclassified) {
    Route before = outcome.request().followedRoute();
    Route route =
        new Route(
            hop,
            before.submittedNanos(),
            before.waitedNanos() + outcome.waitNanos(),
            misclassified,
            before.replyTokens(),
            isAnswer(outcome) ? (Completed) outcome : before.kept(),
            before.replyTo());
    return outcome.request().on(route, outcome.endedNanos(), router);
  }

  private void sendOn(Request request, int pool) {
    if (pool == RoutingPolicy.NOWHERE) {
      refused++;
      finish(
          new Failed(
              request,
              Failed.NOBODY,
              Failed.NOBODY,
              Failure.CIRCUIT_OPEN,
              Failed.NOT_STARTED,
              request.submittedNanos()));
    } else {
      send.accept(request, pool);
    }
  }

  private static boolean isAnswer(RequestOutcome outcome) {
    return outcome instanceof Completed
        && outcome.request().followedRoute().hop() != Route.CLASSIFICATION;
  }

  /** Where nothing better came, an answer that was not good enough is better than none. */
  private void finish(RequestOutcome last) {
    Completed kept = last.request().followedRoute().kept();
    RequestOutcome outcome =
        last instanceof Completed || kept == null
            ? last
            : kept.instead(last.waitNanos(), last.endedNanos());
    outcome.request().followedRoute().replyTo().tell(outcome);
    gathered.add(outcome);
    if (gathered.size() == BATCH) {
      flush();
    }
  }

  /** Tells the supervisor what has ended so far, if anything. */
  void flush() {
    if (!gathered.isEmpty()) {
      supervisor.tell(new RouterReport.RequestsAnswered(gathered));
      gathered = new ArrayList<>(BATCH);
    }
  }

  /** What became of requests on their way so far. */
  Detours detours() {
    return new Detours(
        classifier == null ? 0 : classifier.classified(),
        classifier == null ? 0 : classifier.misclassified(),
        escalated,
        passedOn,
        refused,
        follows == null ? 0 : follows.circuitOpenings());
  }
}
