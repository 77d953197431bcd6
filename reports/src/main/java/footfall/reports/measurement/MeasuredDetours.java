package footfall.reports.measurement;

import footfall.reports.measurement.MeasuredRequest.Part;
import footfall.reports.measurement.MeasuredRequest.Visit;
import footfall.reports.recording.Confidences;
import footfall.reports.recording.Submissions.Detours;
import footfall.reports.recording.TurnOutcome;
import java.util.List;

/** What became of requests on their way through several pools, as far as the server tells. */
final class MeasuredDetours {
  private final Confidences.Counter confidences = new Confidences.Counter();
  private long classified;
  private long escalated;
  private long passedOn;

  /** Counts a request. */
  void add(MeasuredRequest request) {
    List<Visit> visits = request.told().visits();
    boolean isEscalated = false;
    for (int i = 0; i < visits.size(); i++) {
      Visit visit = visits.get(i);
      boolean completed = visit.outcome() == TurnOutcome.COMPLETED;
      boolean answers = isAnswer(visit);
      boolean another = visits.subList(i + 1, visits.size()).stream().anyMatch(v -> isAnswer(v));
      classified += visit.part() == Part.CLASSIFICATION && completed ? 1 : 0;
      isEscalated |= answers && completed && another;
      passedOn += answers && !completed && another ? 1 : 0;
      if (!Double.isNaN(visit.confidence())) {
        confidences.add(visit.confidence());
      }
    }
    escalated += isEscalated ? 1 : 0;
  }

  private static boolean isAnswer(Visit visit) {
    return visit.part() == Part.ANSWER || visit.part() == Part.CANDIDATE;
  }

  Detours counts() {
    return new Detours(classified, 0, escalated, passedOn, 0, 0);
  }

  Confidences confidences() {
    return confidences.counted();
  }
}
