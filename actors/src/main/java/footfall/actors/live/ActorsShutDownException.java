package footfall.actors.live;

/** The actors of a floor were shut down under it: by a fatal error, or by the cluster it was in. */
public final class ActorsShutDownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ActorsShutDownException() {
    super(
        "the actors were shut down by a fatal error, such as too little memory;"
            + " FOOTFALL_JAVA_OPTS=-Xmx2g gives them more");
  }
}
