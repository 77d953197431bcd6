package footfall.actors.protocol;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The behaviour of an actor that finds the handler for a command by the command's class.
 *
 * <p>Pekko's {@code ReceiveBuilder} does the same by trying a list of class objects and predicates;
 * a chain of {@code instanceof} over final classes, most frequent first, costs a tenth of that.
 */
public abstract class CommandBehavior<C> extends ExtensibleBehavior<C> {
  /**
   * Hands the command to its handler and returns what comes next; null if there is none.
   *
   * <p>The parameter is an object on purpose: as a C it would be cast to an interface at every
   * call, and such casts of the same class to several interfaces make cores fight over one cache
   * line (JDK-8180450).
   *
   * @param command a C
   */
  protected abstract @Nullable Behavior<C> onCommand(Object command);

  @Override
  public final Behavior<C> receive(TypedActorContext<C> context, C command) {
    Behavior<C> next = onCommand(command);
    return next == null ? Behaviors.unhandled() : next;
  }

  @Override
  public final Behavior<C> receiveSignal(TypedActorContext<C> context, Signal signal) {
    return Behaviors.unhandled();
  }
}
