package footfall.serving.evaluation;

import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.evaluation.Assistant.AssistantReply;
import footfall.serving.evaluation.EvaluationSession.Visitor;
import java.util.ArrayList;
import java.util.List;

/** The model calls of one conversation. Not thread-safe. */
final class ModelCalls {
  private final List<Asked> asked = new ArrayList<>();

  /** A model call, and where it stood. */
  private record Asked(int turn, int call, long turnNanos, AssistantReply heard) {}

  /**
   * A call was answered, or not.
   *
   * @param turnNanos when its turn began
   */
  void add(int turn, int call, long turnNanos, AssistantReply heard) {
    asked.add(new Asked(turn, call, turnNanos, heard));
  }

  /** Whether a prompt was refused because it is longer than the model's context. */
  static boolean isTooLong(AssistantReply heard) {
    return heard.outcome() instanceof Failed failed
        && failed.failure() == Failure.NOT_UNDERSTOOD
        && heard.problem().contains("context");
  }

  /**
   * All of them as a client saw them.
   *
   * @param turns of the conversation
   */
  List<MeasuredRequest> requests(Visitor visitor, int turns) {
    List<MeasuredRequest> requests = new ArrayList<>();
    long began = asked.get(0).heard().askedNanos();
    for (int i = 0; i < asked.size(); i++) {
      Asked one = asked.get(i);
      int calls = (int) asked.stream().filter(other -> other.turn() == one.turn()).count();
      MeasuredRequest.Place place =
          new MeasuredRequest.Place(
              visitor.shopper(),
              0,
              one.turn(),
              turns,
              one.call(),
              calls,
              0,
              visitor.languageIndex(),
              Vocabulary.NONE,
              Vocabulary.NONE,
              i == asked.size() - 1,
              false,
              began,
              one.turnNanos());
      requests.add(measured(visitor, place, one.heard()));
    }
    return requests;
  }

  private static MeasuredRequest measured(
      Visitor visitor, MeasuredRequest.Place place, AssistantReply heard) {
    int unknown = MeasuredRequest.UNKNOWN;
    Usage usage = heard.usage();
    if (heard.outcome() instanceof Completed completed && usage != null) {
      long submitted = completed.request().firstSubmittedNanos();
      return new MeasuredRequest(
          place,
          new MeasuredRequest.Timestamps(
              heard.askedNanos(),
              heard.askedNanos(),
              completed.firstTokenNanos(),
              completed.endedNanos(),
              heard.gapsMicros()),
          MeasuredRequest.Ending.ANSWERED,
          new MeasuredRequest.Told(
              "",
              visitor.pool(),
              completed.worker(),
              usage.input(),
              usage.cached(),
              usage.output(),
              completed.startedNanos() - submitted,
              completed.firstTokenNanos() - submitted,
              completed.endedNanos() - completed.firstTokenNanos()));
    }
    return new MeasuredRequest(
        place,
        new MeasuredRequest.Timestamps(
            heard.askedNanos(), heard.askedNanos(), unknown, heard.heardNanos(), new int[0]),
        ending(heard),
        new MeasuredRequest.Told(
            "", visitor.pool(), unknown, unknown, unknown, unknown, unknown, unknown, unknown));
  }

  private static MeasuredRequest.Ending ending(AssistantReply heard) {
    RequestOutcome outcome = heard.outcome();
    if (outcome == null) {
      return new MeasuredRequest.Ending(
          TurnOutcome.FAILED, Failure.TIMED_OUT, 0, "no answer in time");
    }
    if (outcome instanceof Failed failed) {
      return new MeasuredRequest.Ending(TurnOutcome.FAILED, failed.failure(), 0, heard.problem());
    }
    return new MeasuredRequest.Ending(
        outcome instanceof RequestOutcome.Rejected ? TurnOutcome.REJECTED : TurnOutcome.ABANDONED,
        null,
        0,
        "");
  }
}
