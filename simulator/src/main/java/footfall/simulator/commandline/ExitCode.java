package footfall.simulator.commandline;

/** How the process ends; part of the contract with build servers. */
final class ExitCode {
  static final int PASS = 0;

  /** The command line or the scenario is wrong; nothing was run. */
  static final int USAGE = 1;

  /** A service level objective failed. */
  static final int SLO_FAILED = 2;

  /** The run did not come to its end. */
  static final int FAILED = 3;

  /** The run ended but shows nothing: a law is broken, or an objective cannot be decided. */
  static final int NOT_VALID = 4;

  private ExitCode() {}
}
