package footfall.simulator.benchmarks;

import footfall.actors.protocol.CommandBehavior;
import footfall.simulator.virtualtime.VirtualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Pairs of actors that send each other a message to and fro: what a message costs by itself. */
final class PingPong extends CommandBehavior<PingPong.Ball> {
  record Ball(ActorRef<Ball> from, ActorRef<Ball> to) {}

  private long left;

  private PingPong(long left) {
    this.left = left;
  }

  /** Nanoseconds for each message. */
  static double run(int pairs, long messages) {
    VirtualTime time = VirtualTime.create();
    long each = messages / pairs / 2;
    long begin = System.nanoTime();
    time.run(
        Behaviors.setup(
            context -> {
              for (int pair = 0; pair < pairs; pair++) {
                ActorRef<Ball> one =
                    context.spawnAnonymous(Behaviors.setup(c -> new PingPong(each)));
                ActorRef<Ball> two =
                    context.spawnAnonymous(Behaviors.setup(c -> new PingPong(each)));
                one.tell(new Ball(two, one));
              }
              return Behaviors.empty();
            }));
    return (System.nanoTime() - begin) / (double) time.events();
  }

  @Override
  protected Behavior<Ball> onCommand(Object command) {
    Ball ball = (Ball) command;
    if (left-- > 0) {
      ball.from().tell(new Ball(ball.to(), ball.from()));
    }
    return this;
  }
}
