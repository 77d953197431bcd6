package footfall.actors.routing;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Exchange.Part;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.Route;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.RouterReport;
import footfall.actors.protocol.SupervisorCommand;
import footfall.reports.recording.Confidences;
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
    if (classifier == null) {
      begin(request, policy.choose(request, loads));
    } else {
      begin(request, Route.CLASSIFICATION, classifier.pool());
    }
  }

  /** Sets out with a request to the pool that it asks for. */
  void begin(Request request, int pool) {
    begin(request, 0, pool);
  }

  private void begin(Request request, int hop, int pool) {
    long now = request.submittedNanos();
    Route route = new Route(hop, now, 0, false, request.outputTokens(), null, request.replyTo());
    sendOn(request, route, now, pool);
  }

  /** A pool has ended a request. */
  void goOn(RequestOutcome outcome) {
    Exchange exchange = outcome.request().step().exchange();
    if (exchange != null) {
      exchange.partEnded(outcome);
    }
    Route route = outcome.request().followedRoute();
    if (route.isClassification()) {
      onClassified(outcome);
    } else if (route.isJudgement()) {
      onJudged(outcome, Objects.requireNonNull(route.kept()));
    } else {
      int judge =
          follows != null && outcome instanceof Completed answer
              ? follows.judge(answer)
              : RoutingPolicy.NOWHERE;
      if (judge == RoutingPolicy.NOWHERE) {
        onAnswered(outcome);
      } else {
        sendOn(outcome, Route.JUDGEMENT + route.hop(), judge);
      }
    }
  }

  private void onAnswered(RequestOutcome outcome) {
    int next = follows == null ? RoutingPolicy.NOWHERE : follows.next(outcome, loads);
    if (next == RoutingPolicy.NOWHERE) {
      finish(outcome);
      return;
    }
    if (outcome instanceof Completed) {
      escalated(outcome);
    } else {
      passedOn++;
    }
    sendOn(outcome, outcome.request().followedRoute().hop() + 1, next);
  }

  /** A request counts once, however many answers were not good enough. */
  private void escalated(RequestOutcome answer) {
    escalated += answer.request().followedRoute().kept() == null ? 1 : 0;
  }

  /** An answer of which the judge could not tell how good it is goes for one that is not. */
  private void onJudged(RequestOutcome outcome, Completed answer) {
    FollowingPolicy following = Objects.requireNonNull(follows);
    Completed judged = answer.instead(outcome.waitNanos(), outcome.endedNanos());
    if (Chain.isForNobodyElse(outcome)) {
      finish(outcome);
      return;
    }
    boolean isGone = outcome instanceof Abandoned;
    int next =
        isGone || outcome instanceof Completed
            ? following.next(judged, loads)
            : following.nextOfUnjudged(judged);
    if (isGone || next == RoutingPolicy.NOWHERE) {
      finish(judged);
    } else {
      escalated(judged);
      sendOn(judged, answer.request().followedRoute().hop() + 1, next);
    }
  }

  /** A request that could not be classified goes where those of no kind go. */
  private void onClassified(RequestOutcome outcome) {
    RequestClassifier asked = Objects.requireNonNull(classifier);
    int otherwise = asked.otherwise();
    if (outcome instanceof Completed) {
      boolean mistaken = asked.classify(outcome.request());
      int pool = policy.choose(outcome.request(), loads);
      sendOn(outcome.request(), routeAfter(outcome, 0, mistaken), outcome.endedNanos(), pool);
    } else if (outcome instanceof Abandoned
        || otherwise == RoutingPolicy.NOWHERE
        || Chain.isForNobodyElse(outcome)) {
      finish(outcome);
    } else {
      passedOn++;
      sendOn(outcome, 0, otherwise);
    }
  }

  /** The request of the outcome goes to another pool. */
  private void sendOn(RequestOutcome outcome, int hop, int pool) {
    boolean mistaken = outcome.request().followedRoute().misclassified();
    sendOn(outcome.request(), routeAfter(outcome, hop, mistaken), outcome.endedNanos(), pool);
  }

  private static Route routeAfter(RequestOutcome outcome, int hop, boolean misclassified) {
    Route before = outcome.request().followedRoute();
    boolean isAnswer = outcome instanceof Completed && before.isAnswer();
    return new Route(
        hop,
        before.submittedNanos(),
        before.waitedNanos() + outcome.waitNanos(),
        misclassified,
        before.replyTokens(),
        isAnswer ? (Completed) outcome : before.kept(),
        before.replyTo());
  }

  private void sendOn(Request request, Route route, long nowNanos, int pool) {
    Request sent = request.on(route, partOf(request, route, pool), nowNanos, router);
    if (pool == RoutingPolicy.NOWHERE) {
      refused++;
      finish(
          new Failed(
              sent,
              Failed.NOBODY,
              Failed.NOBODY,
              Failure.CIRCUIT_OPEN,
              Failed.NOT_STARTED,
              sent.submittedNanos()));
    } else {
      send.accept(sent, pool);
    }
  }

  private Part partOf(Request request, Route route, int pool) {
    if (!route.isAnswer()) {
      return route.isJudgement() ? Part.JUDGEMENT : Part.CLASSIFICATION;
    }
    return isHeld(request, pool) ? Part.CANDIDATE : Part.ANSWER;
  }

  private boolean isHeld(Request request, int pool) {
    Exchange exchange = request.step().exchange();
    return follows != null
        && pool != RoutingPolicy.NOWHERE
        && (exchange == null || exchange.pool() == Exchange.ANY_POOL)
        && follows.mayReplace(pool);
  }

  /**
   * Where nothing better came, an answer that was not good enough is better than none, unless a
   * part of another was heard or nobody listens any more. An answer that was held back comes all at
   * once.
   */
  private void finish(RequestOutcome last) {
    RequestOutcome outcome = last;
    Exchange with = last.request().step().exchange();
    boolean mayBeAnother = with == null || !(with.isHeard() || with.isCancelled());
    Completed kept = last.request().followedRoute().kept();
    if (last instanceof Completed answer && isHeld(answer.request(), answer.pool())) {
      outcome = answer.instead(0, answer.endedNanos());
    } else if (!(last instanceof Completed) && kept != null && mayBeAnother) {
      outcome = kept.instead(last.waitNanos(), last.endedNanos());
    }
    Exchange exchange = outcome.request().step().exchange();
    if (exchange != null && outcome instanceof Completed) {
      exchange.keep();
    }
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

  /** How confident one could be in answers so far. */
  Confidences confidences() {
    return follows == null ? Confidences.NONE : follows.confidences();
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
