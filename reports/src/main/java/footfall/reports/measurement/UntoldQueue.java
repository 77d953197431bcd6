package footfall.reports.measurement;

import footfall.reports.measurement.MeasuredLog.Served;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When requests were begun at a target that does not tell. A request that finds all slots taken
 * waits for the one that is free first: with {@code c} slots and first come, first served, the i-th
 * to come begins when it comes or when the {@code i - c} of those before it that ended first have
 * ended, whichever is later. That is exact for such a queue, whatever the service times.
 *
 * @param served the requests of the pool, begun when they were, in the order in which they came
 * @param contradicted part of those that had to wait whose first token came before that
 */
public record UntoldQueue(List<Served> served, double contradicted) {
  private static final double CLOCKS_DIFFER_SECONDS = 0.005;

  /**
   * Infers it for the requests of one pool.
   *
   * @param sent requests that begin when they were sent
   * @param slots of all workers of the pool together
   */
  public static UntoldQueue of(List<Served> sent, int slots) {
    List<Served> ordered = new ArrayList<>(sent);
    ordered.sort(Comparator.comparingDouble(Served::started));
    PriorityQueue<Double> taken = new PriorityQueue<>();
    List<Served> begun = new ArrayList<>();
    int waited = 0;
    int contradicted = 0;
    for (Served request : ordered) {
      double free = taken.size() < slots ? 0 : taken.remove();
      double start = Math.max(request.started(), free);
      if (start > request.started()) {
        waited++;
        if (request.firstToken() < start - CLOCKS_DIFFER_SECONDS) {
          contradicted++;
        }
      }
      begun.add(request.begunAt(Math.min(start, request.firstToken())));
      taken.add(request.ended());
    }
    return new UntoldQueue(begun, waited == 0 ? 0 : (double) contradicted / waited);
  }
}
