package footfall.actors.pools;

import footfall.actors.protocol.Exchange;
import java.util.ArrayList;
import java.util.List;

/** Something said in a test, which is in the state that the test puts it in. */
public final class TestExchange implements Exchange {
  /** Whether whoever asked is gone. */
  public boolean cancelled;

  /** Whether anything was heard of the reply. */
  public boolean begun;

  /** What was read and written. */
  public Usage usage;

  /** How often it was told that its worker is lost. */
  public int interruptions;

  /** How its reply was foreseen to come on, from each instant. */
  public final List<String> foreseen = new ArrayList<>();

  /** The only pool that is asked for. */
  public int pool = ANY_POOL;

  @Override
  public Exchange next(Part part) {
    return this;
  }

  @Override
  public Place place() {
    return Place.ONLY;
  }

  @Override
  public int pool() {
    return pool;
  }

  @Override
  public void foreseen(double tokens, int outOf, long atNanos, double nanosPerToken) {
    foreseen.add(
        tokens
            + " of "
            + outOf
            + " at "
            + atNanos / 1_000_000
            + " ms, "
            + nanosPerToken / 1e6
            + " ms each");
  }

  @Override
  public void interrupted() {
    interruptions++;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean isBegun() {
    return begun;
  }

  @Override
  public Usage usage() {
    return usage;
  }
}
