package footfall.serving.run;

import org.apache.pekko.actor.CoordinatedShutdown;

/** The actors of a floor were shut down under it: by a fatal error, or by the cluster it was in. */
public final class ActorsShutDownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean takenOut;

  private ActorsShutDownException(String message, boolean takenOut) {
    super(message);
    this.takenOut = takenOut;
  }

  /** A fatal error ends the system as we would; the cluster alone gives another reason. */
  static ActorsShutDownException after(CoordinatedShutdown shutdown) {
    boolean takenOut =
        shutdown
            .getShutdownReason()
            .filter(reason -> reason != CoordinatedShutdown.actorSystemTerminateReason())
            .isPresent();
    return takenOut
        ? new ActorsShutDownException(
            "this process was taken out of the cluster, most likely because the network broke and"
                + " the other side is larger",
            true)
        : new ActorsShutDownException(
            "the actors were shut down by a fatal error, such as too little memory;"
                + " FOOTFALL_JAVA_OPTS=-Xmx2g gives them more",
            false);
  }

  /** Whether the cluster did it. */
  public boolean takenOut() {
    return takenOut;
  }
}
