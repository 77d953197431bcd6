package footfall.actors.protocol;

/** Begin, or go on. */
public interface RestartCommand {
  /** The worker is back, or there was nothing to restart. */
  record Restarted(int worker) implements RestartCommand {}
}
