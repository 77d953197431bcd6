package footfall.simulator.virtualtime;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Pekko's scheduler in virtual time, for what Pekko itself schedules (timers of behaviours,
 * supervision with backoff). Footfall's own actors use {@link footfall.actors.protocol.Clock},
 * which needs no object per timer.
 */
public final class VirtualScheduler extends AbstractScheduler {
  private final EventLoop loop = new EventLoop();

  /** The signature that Pekko calls by reflection. */
  public VirtualScheduler(Config config, LoggingAdapter log, ThreadFactory threadFactory) {
    loop.startBoot();
  }

  EventLoop loop() {
    return loop;
  }

  /** Pekko still builds its own periodic timers on this method. */
  @Override
  @SuppressWarnings("deprecation")
  public Cancellable schedule(
      FiniteDuration initialDelay,
      FiniteDuration interval,
      Runnable task,
      ExecutionContext executor) {
    VirtualTimer timer = new VirtualTimer(task, executor, interval.toNanos());
    loop.schedule(initialDelay.toNanos(), null, timer);
    return timer;
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
    VirtualTimer timer = new VirtualTimer(task, executor, 0);
    loop.schedule(delay.toNanos(), null, timer);
    return timer;
  }

  @Override
  public double maxFrequency() {
    return 1e9;
  }

  private final class VirtualTimer implements Cancellable, Runnable {
    private final Runnable task;
    private final ExecutionContext executor;
    private final long intervalNanos;
    private boolean done;

    VirtualTimer(Runnable task, ExecutionContext executor, long intervalNanos) {
      this.task = task;
      this.executor = executor;
      this.intervalNanos = intervalNanos;
    }

    @Override
    public void run() {
      if (done) {
        return;
      }
      if (intervalNanos > 0) {
        loop.schedule(intervalNanos, null, this);
      } else {
        done = true;
      }
      executor.execute(task);
    }

    @Override
    public boolean cancel() {
      boolean cancelled = !done;
      done = true;
      return cancelled;
    }

    @Override
    public boolean isCancelled() {
      return done;
    }
  }
}
