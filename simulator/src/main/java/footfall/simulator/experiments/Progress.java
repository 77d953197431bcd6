package footfall.simulator.experiments;

/** Told how far a piece of work is; may be called from any thread. */
public interface Progress {
  /** The work has come this far, from 0 to 1. */
  void at(double part);
}
