package footfall.serving.time;

import footfall.actors.protocol.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Real time, from zero when it is started. Timers are those of the JDK, which are a tenth of a
 * millisecond late where Pekko's wheel is one or more. Thread-safe.
 */
public final class SystemClock implements Clock, AutoCloseable {
  private static final long RUNS = -1;

  /** Messages that are on their way when time stops arrive well within that. */
  private static final long SETTLING_MILLIS = 300;

  private volatile long zero = System.nanoTime();
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "footfall-clock");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long stoppedNanos = RUNS;

  /** Begins at zero: the models are loaded, and the first actor is about to be made. */
  public void start() {
    zero = System.nanoTime();
  }

  @Override
  public long nowNanos() {
    long stopped = stoppedNanos;
    return stopped == RUNS ? System.nanoTime() - zero : stopped;
  }

  @Override
  public <M> void tellAfter(long delayNanos, ActorRef<? super M> target, M message) {
    if (delayNanos <= 0) {
      target.tell(message);
      return;
    }
    timers.schedule(
        () -> {
          if (!isStopped()) {
            target.tell(message);
          }
        },
        delayNanos,
        TimeUnit.NANOSECONDS);
  }

  @Override
  public <M> void tellLast(ActorRef<? super M> target, M message) {
    stoppedNanos = nowNanos();
    timers.schedule(() -> target.tell(message), SETTLING_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Whether time goes by no more: what still happens belongs to no run. */
  public boolean isStopped() {
    return stoppedNanos != RUNS;
  }

  /** The thread of the timers, for others who need to be as punctual. */
  public ScheduledExecutorService scheduler() {
    return timers;
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }
}
