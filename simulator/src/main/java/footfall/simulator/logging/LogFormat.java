package footfall.simulator.logging;

/** In which form a line of the log is written. */
public enum LogFormat {
  /** For people: time, level, logger, message, key="value" pairs, stack. */
  TEXT,
  /** For programs: a JSON object a line. */
  JSON
}
