package footfall.scenarios;

/** What part of a run is left out of the figures because it shows the start and not the rule. */
public sealed interface WarmUp {
  /** The run is what is asked about, its start included: an hour of sale, say. */
  record None() implements WarmUp {}

  /** The steady state is asked about; MSER-5 finds where it begins. */
  record Auto() implements WarmUp {}

  /** The steady state is asked about, and begins here. */
  record Fixed(long nanos) implements WarmUp {}

  /** Whether the figures speak of the steady state. */
  default boolean isSteadyState() {
    return !(this instanceof None);
  }
}
