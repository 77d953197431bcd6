package footfall.simulator.virtualtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import footfall.actors.protocol.Clock;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * An actor system in which time is a number: plain Pekko Typed actors run as a discrete-event
 * simulation, on the thread that calls {@link #run}, and end in the same state every time.
 *
 * <p>Nothing in it holds a thread, so a system that is no longer needed is simply dropped. Banned
 * inside: {@code ask}, {@code pipeToSelf}, every future, the machine's clock. Not thread-safe, but
 * successive runs may be made from different threads.
 */
public final class VirtualTime implements Clock {
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko {
                loglevel = "OFF"
                stdout-loglevel = "OFF"
                log-dead-letters = off
                log-dead-letters-during-shutdown = off
                jvm-shutdown-hooks = off
                coordinated-shutdown.run-by-jvm-shutdown-hook = off
                scheduler.implementation = "%s"
                actor.default-dispatcher.type = "%s"
                actor.internal-dispatcher.type = "%s"
              }
              """
                  .formatted(
                      VirtualScheduler.class.getName(),
                      VirtualDispatcherConfigurator.class.getName(),
                      VirtualDispatcherConfigurator.class.getName()))
          .withFallback(ConfigFactory.defaultReference())
          .resolve();

  private final EventLoop loop;
  private final ActorSystem<RunGuardian.Command> system;

  private VirtualTime(ActorSystem<RunGuardian.Command> system, EventLoop loop) {
    this.system = system;
    this.loop = loop;
  }

  /** Starts an actor system in virtual time, with the clock at zero. */
  public static VirtualTime create() {
    ActorSystem<RunGuardian.Command> system =
        ActorSystem.create(RunGuardian.create(), "footfall", CONFIG);
    EventLoop loop = ((VirtualScheduler) Adapter.toClassic(system).scheduler()).loop();
    loop.endBoot();
    return new VirtualTime(system, loop);
  }

  @Override
  public long nowNanos() {
    return loop.nowNanos();
  }

  @Override
  public <M> void tellAfter(long delayNanos, ActorRef<? super M> target, M message) {
    loop.schedule(delayNanos, target, message);
  }

  @Override
  public <M> void tellLast(ActorRef<? super M> target, M message) {
    loop.schedule(0, target, message);
  }

  /**
   * Starts the actor and runs until nothing is left to do, or until {@link #stop} is called from
   * inside. What an earlier run left behind is stopped first; the clock starts from zero.
   *
   * @throws ActorFailedException if any actor failed without a supervisor that mended it
   */
  public void run(Behavior<?> root) {
    loop.deliverPending();
    system.tell(RunGuardian.Discard.INSTANCE);
    loop.deliverPending();
    loop.reset();
    system.tell(new RunGuardian.Start(root));
    loop.run();
  }

  /** Ends the run once the message in hand has been handled; to be called from inside it. */
  public void stop() {
    loop.stop();
  }

  /** Timers fired and messages delivered so far in this run. */
  public long events() {
    return loop.events();
  }
}
