package footfall.simulator.enginefit;

import footfall.actors.engine.Content;
import footfall.actors.engine.EngineListener;
import footfall.actors.engine.Sequence;
import footfall.actors.engine.StepEngine;
import footfall.scenarios.engine.Engine;
import footfall.simulator.enginefit.RequestLog.Answered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Serves the requests of a log with an engine, at the times at which they came. */
final class EngineReplay {
  private EngineReplay() {}

  /** The same requests as the engine answers them, in the same order. */
  static List<Answered> of(Engine engine, List<Answered> requests) {
    Answered[] answered = new Answered[requests.size()];
    StepEngine<Integer> steps =
        new StepEngine<>(engine, new Collect(requests, answered), false, Optional.empty());
    for (int i = 0; i < answered.length; i++) {
      Answered request = requests.get(i);
      steps.arrive(
          new Sequence<>(i, request.input(), request.output(), 0, Content.of(i)),
          request.arrivalNanos());
    }
    while (steps.nextNanos() < StepEngine.NEVER) {
      steps.advance(steps.nextNanos());
    }
    return new ArrayList<>(Arrays.asList(answered));
  }

  private record Collect(List<Answered> requests, Answered[] answered)
      implements EngineListener<Integer> {
    @Override
    public void admitted(Sequence<Integer> sequence, double nanos) {
      // Only ends count.
    }

    @Override
    public void finished(Sequence<Integer> sequence, double nanos) {
      Answered request = requests.get(sequence.request());
      answered[sequence.request()] =
          new Answered(
              request.arrivalNanos(),
              sequence.firstTokenNanos(),
              nanos,
              request.input(),
              request.output());
    }

    @Override
    public void cancelled(Sequence<Integer> sequence, double nanos) {
      throw new AssertionError("nobody cancels a replayed request");
    }
  }
}
