package footfall.simulator.virtualtime;

import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.UnboundedMessageQueueSemantics;

/**
 * The mailbox queue of an actor in virtual time. Messages wait in the event loop, so this one is
 * empty but for what arrives while its actor is suspended (restarting, say).
 */
final class SuspendedMessages implements MessageQueue, UnboundedMessageQueueSemantics {
  private Queue<Envelope> waiting;

  @Override
  public void enqueue(ActorRef receiver, Envelope handle) {
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(handle);
  }

  @Override
  public Envelope dequeue() {
    return waiting == null ? null : waiting.poll();
  }

  @Override
  public int numberOfMessages() {
    return waiting == null ? 0 : waiting.size();
  }

  @Override
  public boolean hasMessages() {
    return waiting != null && !waiting.isEmpty();
  }

  @Override
  public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
    for (Envelope envelope = dequeue(); envelope != null; envelope = dequeue()) {
      deadLetters.enqueue(owner, envelope);
    }
  }
}
