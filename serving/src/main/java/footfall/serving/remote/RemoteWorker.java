package footfall.serving.remote;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.resilience.AttemptPolicy;
import footfall.actors.resilience.VendorCall;
import footfall.actors.workers.Account;
import footfall.actors.workers.WorkerContext;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.Failure;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Dialogues;
import footfall.scenarios.dialogues.Dialogues.Part;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.scenarios.wire.ChatReply;
import footfall.scenarios.wire.VendorError;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.remote.VendorClient.Refusal;
import footfall.serving.time.SystemClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves requests through a vendor's API, by the retries, the circuit breaker and the budget that
 * the scenario states.
 */
final class RemoteWorker extends AbstractBehavior<WorkerCommand> {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteWorker.class);

  private static final double NANOS_PER_SECOND = 1e9;
  private static final List<Integer> CLIENTS_FAULT = List.of(400, 413, 422);
  private static final List<Integer> KEYS_FAULT = List.of(401, 403);
  private static final Refusal OUT =
      new Refusal(new VendorError(503, "", "out, for a rehearsal"), 0, false);

  /** A request on its way. */
  private static final class Call extends VendorCall {
    private long firstTokenNanos = -1;
    private VendorAnswer answer;

    /** Whether an attempt is under way. */
    private boolean calling;

    private boolean over;

    Call(Request request, long startedNanos) {
      super(request, startedNanos);
    }

    /** Null where a shopper only rehearses. */
    LiveExchange exchange() {
      return (LiveExchange) request().step().exchange();
    }
  }

  private record Due(Call call) implements WorkerCommand {}

  private record Answered(Call call, Usage usage, long endedNanos) implements WorkerCommand {}

  private record Refused(Call call, Refusal refusal) implements WorkerCommand {}

  private final WorkerContext workerContext;
  private final SystemClock clock;
  private final AttemptPolicy policy;
  private final VendorClient client;
  private final Vocabulary vocabulary;
  private final Account account;
  private final boolean tellsAttempts;
  private final long errorNanos;
  private final ActorRef<WorkerCommand> self;
  private final Map<Long, Call> calls = new LinkedHashMap<>();

  /** Until then the vendor is not asked, and every attempt fails as in an outage. */
  private long outUntilNanos = Long.MIN_VALUE;

  private RemoteWorker(
      ActorContext<WorkerCommand> context,
      WorkerContext workerContext,
      SystemClock clock,
      VendorApi api,
      VendorClient client,
      Vocabulary vocabulary) {
    super(context);
    this.workerContext = workerContext;
    this.clock = clock;
    this.policy = new AttemptPolicy(api);
    this.client = client;
    this.vocabulary = vocabulary;
    this.account = new Account(api, workerContext.spec().prices());
    this.tellsAttempts = workerContext.spec().api().isPresent();
    this.errorNanos = api.errorNanos();
    this.self = context.getSelf();
  }

  static Behavior<WorkerCommand> create(
      WorkerContext workerContext,
      SystemClock clock,
      VendorApi api,
      VendorClient client,
      Vocabulary vocabulary) {
    return Behaviors.supervise(
            Behaviors.<WorkerCommand>setup(
                context ->
                    new RemoteWorker(context, workerContext, clock, api, client, vocabulary)))
        .onFailure(SupervisorStrategy.restart());
  }

  @Override
  public Receive<WorkerCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Request.class, this::onRequest)
        .onMessage(Due.class, due -> attempt(due.call()))
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Refused.class, this::onRefused)
        .onMessage(WorkerCommand.Cancel.class, this::onCancel)
        .onMessage(WorkerCommand.Halt.class, halt -> onHalt())
        .onMessage(WorkerCommand.Break.class, this::onBreak)
        .onMessage(WorkerCommand.LoseVendor.class, this::onLoseVendor)
        .onSignal(PreRestart.class, signal -> onRestart())
        .onSignal(PostStop.class, signal -> onHalt())
        .build();
  }

  private Behavior<WorkerCommand> onRequest(Request request) {
    Call call = new Call(request, clock.nowNanos());
    calls.put(request.shopperKey() ^ request.drawIndex(), call);
    return attempt(call);
  }

  private Behavior<WorkerCommand> attempt(Call call) {
    long now = clock.nowNanos();
    Request request = call.request();
    if (call.over) {
      return this;
    }
    if (!account.affords(request.inputTokens(), 0, request.outputTokens(), now)) {
      return fail(call, Failure.OVER_BUDGET, "The budget of this month is spent.");
    }
    if (!policy.tryBegin(call, now)) {
      return fail(call, Failure.CIRCUIT_OPEN, "The vendor has failed too often just now.");
    }
    call.calling = true;
    if (tellsAttempts) {
      workerContext.replyTo().tell(PoolCommand.AttemptSent.INSTANCE);
    }
    call.firstTokenNanos = -1;
    if (now < outUntilNanos) {
      clock.tellAfter(errorNanos, self, new Refused(call, OUT));
      return this;
    }
    try {
      call.answer = client.ask(messages(call), asked(call), new TokenStream(call));
    } catch (RuntimeException e) {
      attemptEnded(call, Attempt.FAILED, 0, 0, 0);
      return fail(call, Failure.NOT_UNDERSTOOD, "The request cannot be passed on to the vendor.");
    }
    return this;
  }

  private Behavior<WorkerCommand> onRestart() {
    onHalt();
    workerContext.lose();
    return this;
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> messages(Call call) {
    if (call.exchange() == null) {
      Request request = call.request();
      DialogueLanguage tongue =
          request.language() == Vocabulary.NONE
              ? DialogueLanguage.ENGLISH
              : DialogueLanguage.named(vocabulary.languages().get(request.language()));
      String words =
          new Dialogues(request.shopperKey(), Part.TRAINING, 0)
              .get(request.drawIndex(), tongue)
              .messages()
              .get(0)
              .text();
      return List.of(Map.of("role", "user", "content", words));
    }
    String text = call.exchange().prompt().text();
    return text == null
        ? (List<Map<String, Object>>) call.exchange().prompt().asked().get("messages")
        : List.of(Map.of("role", "user", "content", text));
  }

  private static Map<String, Object> asked(Call call) {
    return call.exchange() == null
        ? Map.of("max_tokens", Math.max(1, call.request().outputTokens()))
        : call.exchange().prompt().asked();
  }

  private Behavior<WorkerCommand> onAnswered(Answered answered) {
    Call call = answered.call();
    if (call.over || clock.isStopped()) {
      return this;
    }
    policy.record(call, Attempt.SUCCEEDED, clock.nowNanos());
    Usage usage = answered.usage();
    account.pay(usage.input(), usage.cached(), usage.output());
    attemptEnded(call, Attempt.SUCCEEDED, usage.input(), usage.cached(), usage.output());
    forget(call);
    long first = call.firstTokenNanos < 0 ? answered.endedNanos() : call.firstTokenNanos;
    workerContext
        .replyTo()
        .tell(
            workerContext.completed(
                call.request(), usage.cached(), call.startedNanos(), first, answered.endedNanos()));
    return this;
  }

  private Behavior<WorkerCommand> onRefused(Refused refused) {
    Call call = refused.call();
    Refusal refusal = refused.refusal();
    if (call.over || clock.isStopped()) {
      return this;
    }
    Attempt attempt =
        refusal.isThrottled()
            ? Attempt.THROTTLED
            : refusal.timedOut() ? Attempt.TIMED_OUT : Attempt.FAILED;
    log(call, attempt, refusal);
    attemptEnded(call, attempt, 0, 0, 0);
    if (refusal.isUnhealthy() || refusal.isThrottled()) {
      policy.record(call, attempt, clock.nowNanos());
    } else {
      policy.release(call); // What it refuses, or says oddly, is no outage.
    }
    if (CLIENTS_FAULT.contains(refusal.status())) {
      return fail(call, Failure.NOT_UNDERSTOOD, refusal.message());
    }
    boolean heard = call.exchange() != null && call.exchange().isBegun();
    long pause =
        refusal.isWorthAnotherTry()
            ? policy.pauseNanos(call, refusal.retryAfterNanos(), heard)
            : AttemptPolicy.GIVE_UP;
    if (pause != AttemptPolicy.GIVE_UP) {
      clock.tellAfter(pause, self, new Due(call));
      return this;
    }
    Failure failure =
        refusal.error().isSpent() ? Failure.OVER_BUDGET : AttemptPolicy.reason(attempt);
    return fail(call, failure, explanation(refusal));
  }

  private static String explanation(Refusal refusal) {
    if (refusal.error().isSpent()) {
      return "The vendor's account has no quota left.";
    }
    return KEYS_FAULT.contains(refusal.status())
        ? "The vendor refuses the server's API key."
        : "The vendor failed: " + refusal.message();
  }

  /** Without the vendor's own words, which may repeat a prompt or a key. */
  private void log(Call call, Attempt attempt, Refusal refusal) {
    LOG.atWarn()
        .addKeyValue("pool", workerContext.spec().name())
        .addKeyValue("worker", workerContext.worker())
        .addKeyValue("attempt", call.attempts())
        .addKeyValue("status", refusal.status())
        .addKeyValue("outcome", attempt.name().toLowerCase(Locale.ROOT))
        .addKeyValue("retryAfterSeconds", refusal.retryAfterNanos() / NANOS_PER_SECOND)
        .log(refusal.status() == 0 ? "vendor error: " + refusal.message() : "vendor error");
  }

  private Behavior<WorkerCommand> onCancel(WorkerCommand.Cancel cancel) {
    for (Call call : List.copyOf(calls.values())) {
      if (call.request().step().exchange() == cancel.exchange()) {
        attemptEnded(call, Attempt.FAILED, 0, 0, 0);
        forget(call);
        workerContext
            .replyTo()
            .tell(workerContext.cancelled(call.request(), call.startedNanos(), clock.nowNanos()));
      }
    }
    return this;
  }

  private Behavior<WorkerCommand> onHalt() {
    for (Call call : List.copyOf(calls.values())) {
      attemptEnded(call, Attempt.FAILED, 0, 0, 0);
      forget(call);
    }
    return this;
  }

  private Behavior<WorkerCommand> onBreak(WorkerCommand.Break broken) {
    workerContext.lose();
    return this;
  }

  private Behavior<WorkerCommand> onLoseVendor(WorkerCommand.LoseVendor lose) {
    outUntilNanos = lose.untilNanos();
    return this;
  }

  private Behavior<WorkerCommand> fail(Call call, Failure failure, String why) {
    Exchange exchange = call.request().step().exchange();
    if (exchange instanceof LiveExchange liveExchange) {
      liveExchange.explain(why);
    }
    forget(call);
    workerContext
        .replyTo()
        .tell(
            new Failed(
                call.request(),
                workerContext.pool(),
                workerContext.worker(),
                failure,
                call.startedNanos(),
                clock.nowNanos()));
    return this;
  }

  private void forget(Call call) {
    call.over = true;
    policy.release(call);
    if (call.answer != null) {
      call.answer.close();
    }
    calls.remove(call.request().shopperKey() ^ call.request().drawIndex());
  }

  private void attemptEnded(Call call, Attempt attempt, int input, int cached, int output) {
    if (tellsAttempts && call.calling) {
      workerContext.replyTo().tell(new PoolCommand.AttemptEnded(attempt, input, cached, output));
    }
    call.calling = false;
  }

  /** Listens to the vendor, on a thread of its client. */
  private final class TokenStream implements VendorClient.Listener {
    private final Call call;

    /** By place: the name of the tool, and its arguments so far. */
    private final Map<Integer, StringBuilder[]> tools = new TreeMap<>();

    TokenStream(Call call) {
      this.call = call;
    }

    @Override
    public void said(String text) {
      heard();
      if (call.exchange() != null) {
        call.exchange().say(text);
      }
    }

    @Override
    public void thought(String text) {
      heard();
      if (call.exchange() != null) {
        call.exchange().think(text);
      }
    }

    @Override
    public void called(int place, String tool, String arguments) {
      heard();
      StringBuilder[] parts =
          tools.computeIfAbsent(
              place, p -> new StringBuilder[] {new StringBuilder(), new StringBuilder()});
      parts[0].append(tool);
      parts[1].append(arguments);
    }

    private void heard() {
      if (call.firstTokenNanos < 0) {
        call.firstTokenNanos = clock.nowNanos();
      }
    }

    @Override
    public void finished(ChatReply reply) {
      Usage usage = usage(reply);
      LiveExchange liveExchange = call.exchange();
      if (liveExchange != null) {
        tools
            .values()
            .forEach(parts -> liveExchange.call(parts[0].toString(), parts[1].toString()));
        liveExchange.likely(reply.meanLogprob());
        liveExchange.complete(usage, LiveExchange.Finish.of(reply.finish()));
      }
      self.tell(new Answered(call, usage, clock.nowNanos()));
    }

    /** What the vendor does not tell was counted, of the input as far as it could be foreseen. */
    private Usage usage(ChatReply reply) {
      ChatReply.Usage told = reply.usage();
      int input = told.input() == ChatReply.UNTOLD ? call.request().inputTokens() : told.input();
      return new Usage(
          input,
          Math.max(0, told.cached()),
          reply.outputTokens(),
          reply.reasoningTokens(),
          reply.streamedTokens(),
          reply.isCounted());
    }

    @Override
    public void failed(Refusal refusal) {
      self.tell(new Refused(call, refusal));
    }
  }
}
