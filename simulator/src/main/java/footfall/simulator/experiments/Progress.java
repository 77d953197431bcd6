package footfall.simulator.experiments;

import footfall.reports.watching.Watcher;
import footfall.scenarios.Scenario;

/** Told how far a piece of work is; may be called from any thread. */
public interface Progress {
  /** The work has come this far, from 0 to 1. */
  void at(double part);

  /**
   * A replication begins.
   *
   * @param number of it, from zero
   * @return its watcher; null for none
   */
  default Watcher began(Scenario scenario, int number) {
    return null;
  }

  /** The replication is over. */
  default void ended(int number) {
    // Not watched.
  }

  /** The progress of a part of the work that is so large. */
  default Progress of(double share) {
    Progress whole = this;
    return new Progress() {
      @Override
      public void at(double part) {
        whole.at(Math.min(1, part * share));
      }

      @Override
      public Watcher began(Scenario scenario, int number) {
        return whole.began(scenario, number);
      }

      @Override
      public void ended(int number) {
        whole.ended(number);
      }
    };
  }
}
