package footfall.simulator.virtualtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.Cell;
import org.apache.pekko.dispatch.Dispatcher;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.Mailbox;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageDispatcherConfigurator;
import org.apache.pekko.dispatch.TaskInvocation;
import org.apache.pekko.dispatch.UnboundedMailbox;
import org.apache.pekko.dispatch.sysmsg.Failed;
import org.apache.pekko.dispatch.sysmsg.SystemMessage;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/**
 * Hands every message straight to the event loop, which keeps one global order of sending; a
 * mailbox is scheduled only for system messages and for what waited while its actor was suspended.
 */
final class VirtualDispatcher extends Dispatcher {
  private static final FiniteDuration NO_TIME = Duration.create(0, TimeUnit.NANOSECONDS);
  private static final FiniteDuration SHUTDOWN_TIMEOUT = Duration.create(1, TimeUnit.SECONDS);

  private static final MailboxType MAILBOXES = (owner, system) -> new SuspendedMessages();

  private final EventLoop loop;

  VirtualDispatcher(MessageDispatcherConfigurator configurator, String id, EventLoop loop) {
    super(configurator, id, 1, NO_TIME, VirtualDispatcher::noThreads, SHUTDOWN_TIMEOUT);
    this.loop = loop;
  }

  @Override
  public void dispatch(ActorCell receiver, Envelope invocation) {
    loop.deliver(receiver, invocation);
  }

  @Override
  public void systemDispatch(ActorCell receiver, SystemMessage invocation) {
    if (invocation instanceof Failed failed) {
      loop.fail(failed.cause());
    }
    Mailbox mailbox = receiver.mailbox();
    mailbox.systemEnqueue(receiver.self(), invocation);
    registerForExecution(mailbox, false, true);
  }

  @Override
  public boolean registerForExecution(
      Mailbox mailbox, boolean hasMessageHint, boolean hasSystemMessageHint) {
    if (mailbox.canBeScheduledForExecution(hasMessageHint, hasSystemMessageHint)
        && mailbox.setAsScheduled()) {
      loop.execute(mailbox);
      return true;
    }
    return false;
  }

  @Override
  public Mailbox createMailbox(Cell actor, MailboxType mailboxType) {
    boolean ordinary = mailboxType instanceof UnboundedMailbox;
    return super.createMailbox(actor, ordinary ? MAILBOXES : mailboxType);
  }

  @Override
  public void executeTask(TaskInvocation invocation) {
    loop.execute(invocation);
  }

  @Override
  public void shutdown() {}

  private static ExecutorServiceFactory noThreads(String id, ThreadFactory threadFactory) {
    return () -> {
      throw new IllegalStateException("dispatcher " + id + " has no threads in virtual time");
    };
  }
}
