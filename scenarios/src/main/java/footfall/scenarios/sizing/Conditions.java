package footfall.scenarios.sizing;

import java.util.List;

/**
 * Under what else the objectives have to hold: one at a time, each for good.
 *
 * @param lostWorkers of any one pool; zero where all are there
 * @param lostPools pools that are lost together; none where all are there
 * @param lost what that is in words: pool slm, or region eu-west; empty where nothing is
 * @param reserve part by which the load may exceed what is stated; zero where it does not
 */
public record Conditions(int lostWorkers, List<String> lostPools, String lost, double reserve) {
  /** Nothing else happens. */
  public static final Conditions NONE = new Conditions(0, List.of(), "", 0);

  /** Copies the list. */
  public Conditions {
    lostPools = List.copyOf(lostPools);
  }
}
