package footfall.serving.exchange;

import footfall.actors.protocol.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Speaks for a model that is only played: a piece for each token, at the instants that the service
 * model foresees. Deadlines are absolute, so that lateness does not add up. Thread-safe.
 */
public final class PlayedTokenStream {
  /**
   * Where models are played.
   *
   * @param scheduler whose thread speaks
   */
  public record Stage(Clock clock, ScheduledExecutorService scheduler) {}

  private final Stage stage;
  private final Consumer<String> say;
  private final PlayedReply reply;

  private int saidCharacters;

  /** Null until it is known. */
  private PlayedReply.Stop stop;

  private boolean stopped;
  private int spoken;
  private double foreseenTokens;
  private int allTokens;
  private long foreseenNanos;
  private double nanosPerToken;

  /** Number of the last foresight; what was set before it is void. */
  private int foresight;

  private boolean over;

  PlayedTokenStream(Stage stage, PlayedReply reply, Consumer<String> say) {
    this.stage = stage;
    this.reply = reply;
    this.say = say;
  }

  synchronized void foreseen(double tokens, int outOf, long atNanos, double perToken) {
    foreseenTokens = tokens;
    allTokens = outOf;
    foreseenNanos = atNanos;
    nanosPerToken = perToken;
    foresight++;
    awaitNext(foresight);
  }

  /** Says the rest of the reply; returns its tokens up to a stop sequence. */
  synchronized int finish(int tokens) {
    over = true;
    allTokens = tokens;
    while (spoken < tokens && !stopped) {
      speak();
    }
    return stopped ? spoken : tokens;
  }

  /** The text that it was stopped by; empty where it was not. */
  synchronized String stoppedBy() {
    return stopped ? stop.by() : "";
  }

  /** Says nothing until more is foreseen. */
  synchronized void interrupt() {
    foresight++;
  }

  /** Says no more. */
  synchronized void silence() {
    over = true;
  }

  private void awaitNext(int number) {
    double ahead = (spoken + 1 - foreseenTokens) * nanosPerToken;
    long delayNanos = foreseenNanos + Math.round(ahead) - stage.clock().nowNanos();
    stage
        .scheduler()
        .schedule(() -> speakIfDue(number), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
  }

  private synchronized void speakIfDue(int number) {
    if (!over && !stopped && number == foresight && spoken < allTokens) {
      speak();
      awaitNext(number);
    }
  }

  private void speak() {
    if (stop == null) {
      stop = reply.stop(allTokens);
    }
    String piece = reply.piece(spoken, allTokens);
    spoken++;
    int left = stop.characters() - saidCharacters;
    stopped = piece.length() > left;
    piece = stopped ? piece.substring(0, left) : piece;
    saidCharacters += piece.length();
    if (!piece.isEmpty()) {
      say.accept(piece);
    }
  }
}
