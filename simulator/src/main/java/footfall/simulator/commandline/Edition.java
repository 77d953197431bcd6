package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;

/** Which archive this is: the whole one, or the lean one without serving and load tests. */
final class Edition {
  private static final String LIVE = "/footfall/serving/gateway/Gateway.class";

  private Edition() {}

  static boolean isLean() {
    return Edition.class.getResource(LIVE) == null;
  }

  /**
   * Refuses what the lean archive has not.
   *
   * @param what a verb or an option
   */
  static void requireLive(String what) {
    if (isLean()) {
      throw InvalidInputException.of(
          what,
          "is not in the lean archive",
          "take footfall-" + Version.current() + ".zip, which has all verbs");
    }
  }
}
