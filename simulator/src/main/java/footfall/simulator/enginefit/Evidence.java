package footfall.simulator.enginefit;

import footfall.scenarios.engine.Engine;

/** What a real server did, as far as an engine can be held against it. */
interface Evidence {
  /** By how much the engine is off: a sum of relative errors. */
  double loss(Engine engine);

  /** Natural logarithms of the engine's times, in the order of {@link #measured}. */
  double[] times(Engine engine);

  /** Natural logarithms of the measured times. */
  double[] measured();

  /** How many requests or rows it is. */
  int size();
}
