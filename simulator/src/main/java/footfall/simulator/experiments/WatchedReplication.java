package footfall.simulator.experiments;

import footfall.reports.watching.LiveSnapshot;
import footfall.reports.watching.Watcher;
import footfall.scenarios.Scenario;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Progress that shows an audience one replication at a time: the next that begins after the one
 * before has ended. Of those that run side by side the others go unseen.
 */
public final class WatchedReplication implements Progress {
  private static final int NONE = -1;

  private final Progress progress;
  private final Consumer<LiveSnapshot> audience;
  private final AtomicInteger lit = new AtomicInteger(NONE);

  /**
   * A spotlight that is on nothing yet.
   *
   * @param progress told as before
   * @param audience told from any thread
   */
  public WatchedReplication(Progress progress, Consumer<LiveSnapshot> audience) {
    this.progress = progress;
    this.audience = audience;
  }

  @Override
  public void at(double part) {
    progress.at(part);
  }

  @Override
  public Watcher began(Scenario scenario, int number) {
    return lit.compareAndSet(NONE, number)
        ? new Watcher(scenario, false, number + 1, audience)
        : null;
  }

  @Override
  public void ended(int number) {
    lit.compareAndSet(number, NONE);
  }
}
