package footfall.reports.measurement;

import footfall.reports.recording.Census;
import footfall.reports.recording.ConversationWorth;
import footfall.reports.recording.Fate;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.Recorder;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.Submissions;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes through all that a client has measured, in the order in which it happened, and keeps the
 * same record of it that a simulation keeps. Which pool had a request is known of those that were
 * answered; others are in no pool's record.
 */
public final class MeasuredRun {
  /** What happens to a request, in the order of things that happen at one instant. */
  private enum Kind {
    SUBMIT,
    QUEUE,
    START,
    LEAVE,
    END
  }

  private record Event(long nanos, Kind kind, MeasuredRequest request) {}

  private static final long MOMENT_NANOS = 2_000_000;
  private static final long NOTHING = -1;

  private final Scenario scenario;
  private final Recorder recorder;
  private final PoolLevels[] levels;
  private final ArrivalStatistics arrivals = new ArrivalStatistics();
  private final MeasuredDetours detours = new MeasuredDetours();
  private final long[] hops;
  private final long[] submittedNanosSums;
  private long conversations;
  private long turns;
  private long submitted;

  private MeasuredRun(Scenario scenario) {
    this.scenario = scenario;
    this.recorder = new Recorder(scenario);
    this.levels = new PoolLevels[scenario.pools().size()];
    this.hops = new long[levels.length];
    this.submittedNanosSums = new long[levels.length];
    for (int pool = 0; pool < levels.length; pool++) {
      PoolSpec spec = scenario.pools().get(pool);
      levels[pool] = new PoolLevels(0);
      levels[pool].workers(0, spec.workers(), spec.workers());
    }
  }

  /**
   * The record of a run.
   *
   * @param requests in any order, those that were open at the end among them
   * @param census of the shoppers at the end, counted by themselves
   * @param endNanos when the run was closed
   */
  public static ReplicationRecord record(
      Scenario scenario, List<MeasuredRequest> requests, Census census, long endNanos) {
    MeasuredRun run = new MeasuredRun(scenario);
    List<Event> events = new ArrayList<>(3 * requests.size());
    for (MeasuredRequest request : requests) {
      events.add(new Event(request.times().intendedNanos(), Kind.SUBMIT, request));
      if (!request.isOpen()) {
        events.add(new Event(request.times().endedNanos(), Kind.END, request));
      }
      request.inPools().stream()
          .filter(part -> part.told().pool() >= 0)
          .forEach(part -> addInPool(part, part == request, endNanos, events));
    }
    events.sort(Comparator.comparingLong(Event::nanos).thenComparing(Event::kind));
    for (Event event : events) {
      run.tickUntil(event.nanos());
      run.happens(event);
    }
    run.tickUntil(Long.MAX_VALUE);
    run.recorder.follow();
    requests.stream()
        .flatMap(request -> request.later().stream())
        .sorted(Comparator.comparingLong(request -> request.times().endedNanos()))
        .forEach(run::ends);
    run.recorder.stillOpen(open(requests), endNanos);
    return run.recorder.finish(
        run.levels, run.submissions(), census, run.arrivals, endNanos, events.size());
  }

  /** Of a request that was open at the end, some of the pools that had it were done with it. */
  private static void addInPool(
      MeasuredRequest part, boolean whole, long endNanos, List<Event> events) {
    events.add(new Event(part.times().intendedNanos(), Kind.QUEUE, part));
    if (!part.isOpen() && (whole || part.times().endedNanos() < endNanos)) {
      events.add(new Event(part.times().endedNanos(), Kind.LEAVE, part));
    }
    if (part.wasServed() && part.startedNanos() < endNanos) {
      events.add(new Event(startInPool(part), Kind.START, part));
    }
  }

  /**
   * The shoppers that are there, as far as their requests tell: of a run that was cut short, where
   * they could not be asked.
   */
  public static Census census(List<MeasuredRequest> requests) {
    long conversations = 0;
    long turns = 0;
    long awaiting = 0;
    for (MeasuredRequest request : requests) {
      boolean last = request.place().last() && !request.isOpen();
      boolean endsTurn = last || (request.isAnswered() && request.endsTurn());
      conversations += (request.beginsConversation() ? 1 : 0) - (last ? 1 : 0);
      turns += (request.beginsTurn() ? 1 : 0) - (endsTurn ? 1 : 0);
      awaiting += request.isOpen() ? 1 : 0;
    }
    return new Census(conversations, turns, awaiting);
  }

  /** Those who were there at the end, each by the last that was heard of them. */
  private static Collection<Census.OpenShopper> open(List<MeasuredRequest> requests) {
    Map<Long, MeasuredRequest> lastOf = new LinkedHashMap<>();
    for (MeasuredRequest request : requests) {
      lastOf.merge(
          request.shopper(),
          request,
          (one, other) -> other.submittedNanos() >= one.submittedNanos() ? other : one);
    }
    return lastOf.values().stream()
        .map(last -> last.later().orElse(last))
        .filter(last -> last.isOpen() || !last.place().last())
        .map(
            last ->
                new Census.OpenShopper(
                    last.shopperClass(),
                    last.place().conversationNanos(),
                    last.isAnswered() && last.endsTurn() ? NOTHING : last.turnNanos(),
                    last.isOpen() ? last.firstSubmittedNanos() : NOTHING))
        .toList();
  }

  private void tickUntil(long nanos) {
    while (recorder.nextTickNanos() <= nanos && recorder.nextTickNanos() != Long.MAX_VALUE) {
      long tick = recorder.nextTickNanos();
      PoolLevels[] now = new PoolLevels[levels.length];
      for (int pool = 0; pool < now.length; pool++) {
        now[pool] = levels[pool].snapshot(tick);
      }
      recorder.levelsRead(now, submissions());
    }
  }

  private Submissions submissions() {
    return new Submissions(
        conversations,
        turns,
        submitted,
        hops.clone(),
        submittedNanosSums.clone(),
        detours.counts(),
        detours.confidences());
  }

  private void happens(Event event) {
    MeasuredRequest request = event.request();
    int pool = request.told().pool();
    switch (event.kind()) {
      case SUBMIT -> submit(request);
      case QUEUE -> queues(request, pool);
      case START -> levels[pool].started(event.nanos());
      case LEAVE -> leaves(request, pool);
      case END -> ends(request);
    }
  }

  private void submit(MeasuredRequest request) {
    submitted++;
    detours.add(request);
    turns += request.beginsTurn() ? 1 : 0;
    if (request.beginsConversation()) {
      conversations++;
      if (scenario.arrivals() instanceof Arrivals.Open && !request.place().returned()) {
        arrivals.add(request.submittedNanos());
      }
    }
  }

  private void queues(MeasuredRequest request, int pool) {
    hops[pool]++;
    submittedNanosSums[pool] += request.submittedNanos();
    if (request.ending().outcome() != TurnOutcome.REJECTED) {
      levels[pool].queued(request.submittedNanos());
    }
  }

  private void leaves(MeasuredRequest request, int pool) {
    long nanos = request.times().endedNanos();
    switch (request.ending().outcome()) {
      case COMPLETED -> {
        levels[pool].left(nanos);
        levels[pool].tokensUsed(
            request.inputTokens(),
            Math.max(0, request.told().cachedTokens()),
            request.outputTokens());
        recorder.served(request, pool, startOfService(request), nanos);
      }
      case ABANDONED -> {
        levels[pool].leftQueue(nanos);
        recorder.leftQueue(request, pool, nanos);
      }
      case REJECTED -> recorder.turnedAway(request, pool, nanos);
      case FAILED -> {
        levels[pool].leftQueue(nanos);
        recorder.broke(request, pool, request.ending().failure(), MeasuredRequest.UNKNOWN, nanos);
      }
    }
  }

  private void ends(MeasuredRequest request) {
    long nanos = request.times().endedNanos();
    int pool = request.told().pool();
    TurnOutcome outcome = request.ending().outcome();
    switch (outcome) {
      case COMPLETED ->
          recorder.completed(
              request,
              pool,
              Math.max(0, request.told().cachedTokens()),
              request.isQueueTold() ? request.startedNanos() : MeasuredRequest.UNKNOWN,
              request.times().firstTokenNanos(),
              nanos,
              request.times().gapsMicros());
      case ABANDONED -> recorder.abandoned(request, pool, nanos);
      case REJECTED -> recorder.rejected(request, pool, nanos);
      case FAILED ->
          recorder.failed(
              request, pool, request.ending().failure(), MeasuredRequest.UNKNOWN, nanos);
    }
    if (request.place().last()) {
      conversationEnds(request, pool, outcome, nanos);
    }
  }

  /** What may have waited, and nobody told, is in service all the time that the pool has it. */
  private static long startInPool(MeasuredRequest request) {
    return request.isQueueTold() ? request.startedNanos() : request.submittedNanos();
  }

  /** What is on its way for less than a moment has not waited. */
  private static long startOfService(MeasuredRequest request) {
    if (!request.isQueueTold()) {
      return MeasuredRequest.UNKNOWN;
    }
    long waited = request.startedNanos() - request.submittedNanos();
    return waited < MOMENT_NANOS ? request.submittedNanos() : request.startedNanos();
  }

  private void conversationEnds(MeasuredRequest last, int pool, TurnOutcome outcome, long nanos) {
    boolean wasLast =
        last.endsTurn() && last.turn() == last.plannedTurns() - 1 && last.isAnswered();
    if (!last.isAnswered()) {
      recorder.turnLost(last, pool, outcome, nanos);
    }
    recorder.conversationEnded(
        last,
        pool,
        wasLast
            ? Fate.ANSWERED
            : outcome == TurnOutcome.COMPLETED
                ? Fate.ABANDONED
                : Fate.of(outcome, last.ending().failure()),
        last.place().conversationNanos(),
        nanos,
        last.place().returned());
    recorder.conversationBrought(pool, wasLast ? ConversationWorth.UNKNOWN : null);
  }
}
