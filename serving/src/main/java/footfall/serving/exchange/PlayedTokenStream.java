package footfall.serving.exchange;

import footfall.actors.protocol.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Speaks for a model that is only played: a word for each token, at the instants that the service
 * model foresees. Deadlines are absolute, so that lateness does not add up. Thread-safe.
 */
public final class PlayedTokenStream {
  /**
   * Where models are played.
   *
   * @param scheduler whose thread speaks
   */
  public record Stage(Clock clock, ScheduledExecutorService scheduler) {}

  private static final String[] WORDS =
      ("this one suits you well and it is within your budget ; shall I show you more like it ? "
              + "many shoppers who liked it also took a matching one in another colour . ")
          .split(" ");

  private final Stage stage;
  private final Consumer<String> say;
  private int spoken;
  private double foreseenTokens;
  private int allTokens;
  private long foreseenNanos;
  private double nanosPerToken;

  /** Number of the last foresight; what was set before it is void. */
  private int foresight;

  private boolean over;

  PlayedTokenStream(Stage stage, Consumer<String> say) {
    this.stage = stage;
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

  /** Says what is left of so many words. */
  synchronized void finish(int tokens) {
    over = true;
    while (spoken < tokens) {
      speak();
    }
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
    if (!over && number == foresight && spoken < allTokens) {
      speak();
      awaitNext(number);
    }
  }

  private void speak() {
    String word = WORDS[spoken % WORDS.length];
    say.accept(spoken == 0 ? word : " " + word);
    spoken++;
  }
}
