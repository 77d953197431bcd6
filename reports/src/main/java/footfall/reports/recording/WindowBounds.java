package footfall.reports.recording;

/** Where a run is cut into ticks, and into sections of whole ticks. */
interface WindowBounds {
  /** For {@link #tickNanos}: there is none any more. */
  long NEVER = Long.MAX_VALUE;

  /** The instant of a tick, by number from zero; {@link #NEVER} after the last. */
  long tickNanos(int tick);

  /** When the section of that number ends, from zero; {@link #NEVER} after the last. */
  long sectionEndNanos(int section);
}
