package footfall.simulator.commandline;

import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;

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

  /** What a run of its own ends with. */
  static int of(Results results) {
    if (results.checks().stream().anyMatch(check -> !check.holds())) {
      return NOT_VALID;
    }
    if (results.slo().stream().anyMatch(slo -> slo.verdict() == Verdict.FAIL)) {
      return SLO_FAILED;
    }
    return results.slo().stream().anyMatch(slo -> slo.verdict() == Verdict.UNDECIDED)
        ? NOT_VALID
        : PASS;
  }
}
