package footfall.serving.run;

import footfall.actors.run.RunAssembly;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.actors.supervision.RunListener;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.watching.LiveSnapshot;
import footfall.reports.watching.Watcher;
import footfall.scenarios.Scenario;
import footfall.serving.time.SystemClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One run of a scenario in real time, with shoppers of our own in the same process. */
public final class Rehearsal {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** So much longer than planned it may take, for what drains, before it is given up. */
  private static final long PATIENCE_SECONDS = 3_600;

  private Rehearsal() {}

  /**
   * Rehearses, and returns what was recorded when it is over.
   *
   * @param workforce closed at the end, as the clock is
   * @param progress told how far it is, from 0 to 1
   * @param audience told every second how things stand
   */
  public static ReplicationRecord run(
      Scenario scenario,
      SystemClock clock,
      LiveWorkforce workforce,
      DoubleConsumer progress,
      Consumer<LiveSnapshot> audience) {
    CompletableFuture<ReplicationRecord> record = new CompletableFuture<>();
    RunAssembly.Plan plan =
        new RunAssembly.Plan(clock, scenario, 0, workforce, SatisfactionModel.ofTimes(scenario));
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.setup(
                context -> {
                  clock.start();
                  return RunAssembly.create(
                      plan,
                      new Listener(record, progress, new Watcher(scenario, false, 1, audience)));
                }),
            "footfall",
            LiveDeployment.CONFIG);
    system
        .getWhenTerminated()
        .whenComplete(
            (done, problem) ->
                record.completeExceptionally(new IllegalStateException("an actor has failed")));
    try {
      long seconds = scenario.horizonNanos() / NANOS_PER_SECOND + PATIENCE_SECONDS;
      return record.get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the rehearsal did not end: " + e.getMessage(), e);
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      workforce.close();
      clock.close();
    }
  }

  private record Listener(
      CompletableFuture<ReplicationRecord> record, DoubleConsumer progress, Watcher watcher)
      implements RunListener {
    @Override
    public long looksEveryNanos() {
      return LiveDeployment.LOOKS_EVERY_NANOS;
    }

    @Override
    public void progressed(double part) {
      progress.accept(part);
    }

    @Override
    public void finished(ReplicationRecord replication) {
      record.complete(replication);
    }

    @Override
    public long events() {
      return 0;
    }
  }
}
