package footfall.reports.measurement;

import footfall.reports.recording.Failure;
import footfall.reports.recording.RequestFacts;
import footfall.reports.recording.TurnOutcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model call as the client saw it. Instants are nanoseconds since the start of the run.
 *
 * @param place whose it was, and where it stood in the conversation
 * @param times when it was sent and what came back when
 * @param ending how it ended
 * @param told what the server said of it
 */
public record MeasuredRequest(Place place, Timestamps times, Ending ending, Told told)
    implements RequestFacts {

  /** For unknown instants and counts. */
  public static final int UNKNOWN = -1;

  /**
   * Whose it was, and where it stood in the conversation; see {@link RequestFacts}.
   *
   * @param last whether the shopper leaves, or the conversation is over, whatever came of it
   * @param returned whether the shopper has come back after a conversation that ended unanswered
   */
  public record Place(
      long shopper,
      int shopperClass,
      int turn,
      int plannedTurns,
      int call,
      int plannedCalls,
      int retry,
      int language,
      int intent,
      int reason,
      boolean last,
      boolean returned,
      long conversationNanos,
      long turnNanos) {
    /** The same, when it is known whether it was the last. */
    public Place asLast(boolean wasLast) {
      return new Place(
          shopper,
          shopperClass,
          turn,
          plannedTurns,
          call,
          plannedCalls,
          retry,
          language,
          intent,
          reason,
          wasLast,
          returned,
          conversationNanos,
          turnNanos);
    }
  }

  /**
   * When what happened.
   *
   * @param intendedNanos when the shopper meant to submit it
   * @param sentNanos when it was handed to the network
   * @param firstTokenNanos {@link #UNKNOWN} where none came
   * @param firstVisibleNanos when the first came that is no reasoning; likewise
   * @param endedNanos when the last token came, or else when it was clear that none would
   * @param gapsMicros from each token to the next
   */
  public record Timestamps(
      long intendedNanos,
      long sentNanos,
      long firstTokenNanos,
      long firstVisibleNanos,
      long endedNanos,
      int[] gapsMicros) {
    /** Of a reply without reasoning. */
    public Timestamps(
        long intendedNanos,
        long sentNanos,
        long firstTokenNanos,
        long endedNanos,
        int[] gapsMicros) {
      this(intendedNanos, sentNanos, firstTokenNanos, firstTokenNanos, endedNanos, gapsMicros);
    }
  }

  /**
   * How it ended.
   *
   * @param outcome null where it was still open when the run was closed
   * @param failure null unless it failed
   * @param status of HTTP; 0 where there was none
   * @param problem in the words of the server or the network; empty where there was none
   * @param later how it ended after the run was closed; null where it was not open then, and where
   *     nobody knows
   */
  public record Ending(
      TurnOutcome outcome,
      @Nullable Failure failure,
      int status,
      String problem,
      @Nullable Ending later) {
    /** Answered in full. */
    public static final Ending ANSWERED = new Ending(TurnOutcome.COMPLETED, null, 200, "");

    /** Still open when the run was closed. */
    public static final Ending OPEN = new Ending(null, null, 0, "");

    /** It ended while the run lasted. */
    public Ending(TurnOutcome outcome, @Nullable Failure failure, int status, String problem) {
      this(outcome, failure, status, problem, null);
    }

    /** The same, but only after the run was closed. */
    public Ending afterTheEnd() {
      return new Ending(null, null, 0, "", this);
    }
  }

  /** What a pool was asked for, of all that came of a request. */
  public enum Part {
    ANSWER,
    CANDIDATE,
    CLASSIFICATION,
    JUDGEMENT;

    /** By its name in replies of a server; {@link #ANSWER} where there is none of that name. */
    public static Part of(String name) {
      for (Part part : values()) {
        if (part.name().equalsIgnoreCase(name)) {
          return part;
        }
      }
      return ANSWER;
    }
  }

  /**
   * What the server said of a pool's part in an answer, where several had one. Times count from the
   * arrival of the request there; {@link #UNKNOWN} where its service had not begun.
   *
   * @param outcome how it ended in the pool
   * @param failure null unless it failed
   * @param confidence in what it answered; not a number where nothing tells
   */
  public record Visit(
      Part part,
      int pool,
      int worker,
      TurnOutcome outcome,
      @Nullable Failure failure,
      long submittedNanos,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos,
      int inputTokens,
      int cachedTokens,
      int outputTokens,
      double confidence) {}

  /**
   * What the server said of it; {@link #UNKNOWN} where it did not.
   *
   * @param requestId by which both sides know it
   * @param pool index of the pool that answered
   * @param worker index of the worker in its pool
   * @param queueNanos how long it waited at the server, in the queues of all pools that had it
   * @param firstTokenNanos from its arrival at the server to its first token there
   * @param generationNanos from there to the last
   * @param streamedTokens of the output, those that were heard as they came
   * @param counted whether the tokens of the output were counted by the client, because the server
   *     does not tell them
   * @param visits the pools that had a part in it, in their order; empty where it simply went to
   *     one
   */
  public record Told(
      String requestId,
      int pool,
      int worker,
      int inputTokens,
      int cachedTokens,
      int outputTokens,
      int streamedTokens,
      boolean counted,
      long queueNanos,
      long firstTokenNanos,
      long generationNanos,
      List<Visit> visits) {
    /** For a request of which nothing was heard. */
    public static final Told NOTHING =
        new Told("", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    /** Of a reply whose tokens were told, and came one by one. */
    public Told(
        String requestId,
        int pool,
        int worker,
        int inputTokens,
        int cachedTokens,
        int outputTokens,
        long queueNanos,
        long firstTokenNanos,
        long generationNanos) {
      this(
          requestId,
          pool,
          worker,
          inputTokens,
          cachedTokens,
          outputTokens,
          outputTokens,
          false,
          queueNanos,
          firstTokenNanos,
          generationNanos,
          List.of());
    }

    /** Copies the list. */
    public Told {
      visits = List.copyOf(visits);
    }
  }

  /** The same, in a run that began so much later. */
  public MeasuredRequest earlier(long nanos) {
    Place moved =
        new Place(
            place.shopper,
            place.shopperClass,
            place.turn,
            place.plannedTurns,
            place.call,
            place.plannedCalls,
            place.retry,
            place.language,
            place.intent,
            place.reason,
            place.last,
            place.returned,
            place.conversationNanos - nanos,
            place.turnNanos - nanos);
    Timestamps shifted =
        new Timestamps(
            times.intendedNanos - nanos,
            times.sentNanos - nanos,
            times.firstTokenNanos == UNKNOWN ? UNKNOWN : times.firstTokenNanos - nanos,
            times.firstVisibleNanos == UNKNOWN ? UNKNOWN : times.firstVisibleNanos - nanos,
            times.endedNanos - nanos,
            times.gapsMicros);
    return new MeasuredRequest(moved, shifted, ending, told);
  }

  /** A request that was due and found no connection until the run was closed. */
  public static MeasuredRequest neverSent(Place place, long dueNanos) {
    return stillOpen(place, dueNanos, UNKNOWN);
  }

  /** One of which nothing has come back when the run is closed. */
  public static MeasuredRequest stillOpen(Place place, long dueNanos, long sentNanos) {
    return new MeasuredRequest(
        place,
        new Timestamps(dueNanos, sentNanos, UNKNOWN, dueNanos, new int[0]),
        Ending.OPEN,
        Told.NOTHING);
  }

  /** Whether it was answered in full. */
  public boolean isAnswered() {
    return ending.outcome() == TurnOutcome.COMPLETED;
  }

  /** Whether a worker had it, as far as anybody tells: answered, if only after the end. */
  public boolean wasServed() {
    return isAnswered() || (isOpen() && times.firstTokenNanos != UNKNOWN);
  }

  /** Whether it was still open when the run was closed. */
  public boolean isOpen() {
    return ending.outcome() == null;
  }

  /** How it ended after the run was closed; empty where it was not open then, or nobody knows. */
  public Optional<MeasuredRequest> later() {
    return Optional.ofNullable(ending.later())
        .map(later -> new MeasuredRequest(place, times, later, told));
  }

  /** Whether it is the first of its turn. */
  public boolean beginsTurn() {
    return place.call == 0 && place.retry == 0;
  }

  /** Whether it is the first of its conversation. */
  public boolean beginsConversation() {
    return beginsTurn() && place.turn == 0;
  }

  /**
   * When its service began, as far as the server tells; where it does not, when it was sent. What
   * the way there takes is part of the service.
   */
  public long startedNanos() {
    return Math.min(times.endedNanos, times.sentNanos + Math.max(0, told.queueNanos));
  }

  /**
   * What each pool had of it: itself where it simply went to one. The network's part is taken to be
   * on the way there.
   */
  public List<MeasuredRequest> inPools() {
    if (told.visits.isEmpty()) {
      return List.of(this);
    }
    long arrived = times.sentNanos + networkNanos();
    return told.visits.stream().map(visit -> in(visit, arrived)).toList();
  }

  private MeasuredRequest in(Visit visit, long arrived) {
    boolean answered = visit.outcome == TurnOutcome.COMPLETED;
    long started = answered ? visit.startedNanos - visit.submittedNanos : UNKNOWN;
    return new MeasuredRequest(
        place,
        new Timestamps(
            arrived + visit.submittedNanos,
            arrived + visit.submittedNanos,
            answered ? arrived + visit.firstTokenNanos : UNKNOWN,
            arrived + visit.endedNanos,
            new int[0]),
        new Ending(visit.outcome, visit.failure, ending.status, ""),
        new Told(
            told.requestId,
            visit.pool,
            visit.worker,
            visit.inputTokens,
            visit.cachedTokens,
            visit.outputTokens,
            started,
            answered ? visit.firstTokenNanos - visit.submittedNanos : UNKNOWN,
            answered ? visit.endedNanos - visit.firstTokenNanos : UNKNOWN));
  }

  /** What of the time to the first token was spent on the way to the server and back. */
  public long networkNanos() {
    return Math.max(0, times.firstTokenNanos - times.sentNanos - told.firstTokenNanos);
  }

  /** Whether the server told how long it had to queue there. */
  public boolean isQueueTold() {
    return told.queueNanos != UNKNOWN;
  }

  @Override
  public long shopper() {
    return place.shopper;
  }

  @Override
  public int turn() {
    return place.turn;
  }

  @Override
  public int plannedTurns() {
    return place.plannedTurns;
  }

  @Override
  public int call() {
    return place.call;
  }

  @Override
  public int retry() {
    return place.retry;
  }

  @Override
  public int shopperClass() {
    return place.shopperClass;
  }

  @Override
  public int inputTokens() {
    return Math.max(0, told.inputTokens);
  }

  @Override
  public int outputTokens() {
    return Math.max(0, told.outputTokens);
  }

  @Override
  public int streamedTokens() {
    return Math.max(0, told.streamedTokens);
  }

  @Override
  public boolean isCounted() {
    return told.counted;
  }

  @Override
  public long firstVisibleNanos(long firstTokenNanos, long endedNanos) {
    return Math.max(firstTokenNanos, times.firstVisibleNanos);
  }

  @Override
  public long submittedNanos() {
    return times.intendedNanos;
  }

  @Override
  public long firstSubmittedNanos() {
    return times.intendedNanos;
  }

  @Override
  public long waitedNanos() {
    return 0;
  }

  @Override
  public long turnNanos() {
    return place.turnNanos;
  }

  @Override
  public boolean endsTurn() {
    return place.call == place.plannedCalls - 1;
  }

  @Override
  public int language() {
    return place.language;
  }

  @Override
  public int intent() {
    return place.intent;
  }

  @Override
  public int reason() {
    return place.reason;
  }
}
