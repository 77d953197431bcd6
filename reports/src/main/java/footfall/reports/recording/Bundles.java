package footfall.reports.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of replications, in order. Where there are more than a hundred, neighbours are added
 * up, so that a thousand take no more room: between fifty and a hundred bundles of as many each
 * tell the scatter nearly as well (B. Schmeiser, "Batch Size Effects in the Analysis of Simulation
 * Output", Operations Research 30, 1982). Thread-safe.
 */
public final class Bundles {
  private static final int MOST = 100;

  private final Map<Integer, ReplicationRecord> early = new HashMap<>();
  private final List<ReplicationRecord> full = new ArrayList<>();
  private int size = 1;
  private int next;

  /** Null where the last bundle is full. */
  private @Nullable ReplicationRecord begun;

  /** Takes the record of a replication, by number; each number comes once. */
  public synchronized void add(ReplicationRecord replication, int number) {
    early.put(number, replication);
    for (ReplicationRecord record = early.remove(next);
        record != null;
        record = early.remove(next)) {
      append(next < MOST ? record : record.withoutRequests());
      next++;
    }
  }

  private void append(ReplicationRecord record) {
    begun = begun == null ? record : begun.plus(record);
    if (begun.replications() == size) {
      full.add(begun);
      begun = null;
    }
    if (full.size() > MOST) {
      begun = full.remove(MOST);
      for (int pair = 0; pair < MOST / 2; pair++) {
        full.set(pair, full.get(pair).plus(full.remove(pair + 1)));
      }
      size *= 2;
    }
  }

  /** Those up to the first that has not come; the last may be of fewer than the others. */
  public synchronized List<ReplicationRecord> records() {
    List<ReplicationRecord> records = new ArrayList<>(full);
    if (begun != null) {
      records.add(begun);
    }
    return List.copyOf(records);
  }
}
