package footfall.simulator.virtualtime;

/** An actor failed inside a run; the run is worthless from there on. */
public final class ActorFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ActorFailedException(Throwable cause) {
    super("an actor failed: " + cause, cause);
  }
}
