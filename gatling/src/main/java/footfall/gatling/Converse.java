package footfall.gatling;

import com.typesafe.scalalogging.Logger;
import footfall.gatling.measuring.Books;
import footfall.gatling.measuring.RunClock;
import footfall.gatling.shoppers.Visit;
import footfall.gatling.wire.Wire;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * One step of a virtual user of Gatling: waits until the next call of its visit is due, makes it,
 * hears the reply to its end, and goes on. Waits are timers of the event loop, so that a request is
 * sent within a fraction of a millisecond of when its shopper means to.
 */
final class Converse implements Action {
  /** Under which the visit stands in the session. */
  static final String VISIT = "visit";

  private static final long WAIT_FOR_CONNECTION_NANOS = 1_000_000;

  private final LoadRun run;
  private final Wire wire;
  private final GatlingStatistics statistics;
  private final Action next;
  private final AtomicLong numbers = new AtomicLong();
  private final String prefix = Long.toHexString(System.currentTimeMillis());
  private Logger logger = Logger.apply(LoggerFactory.getLogger(Converse.class));

  Converse(LoadRun run, Wire wire, GatlingStatistics statistics, Action next) {
    this.run = run;
    this.wire = wire;
    this.statistics = statistics;
    this.next = next;
  }

  @Override
  public String name() {
    return "converse";
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger other) {
    logger = other;
  }

  @Override
  public void execute(Session session) {
    Visit visit = (Visit) session.attributes().apply(VISIT);
    RunClock clock = run.clock();
    boolean drains = run.scenario().drain() && visit.isBegun();
    long horizon = drains ? Long.MAX_VALUE : run.scenario().horizonNanos();
    EventLoop loop = session.eventLoop();
    if (visit.dueNanos() >= horizon) {
      after(loop, horizon - clock.nowNanos(), () -> leaveOpen(session, visit));
    } else {
      after(loop, visit.dueNanos() - clock.nowNanos(), () -> say(session, visit, loop));
    }
  }

  private static void after(EventLoop loop, long delayNanos, Runnable step) {
    if (delayNanos <= 0) {
      step.run();
    } else {
      loop.schedule(step, delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** The horizon has come while the shopper was thinking. */
  private void leaveOpen(Session session, Visit visit) {
    if (visit.isBegun()) {
      run.books().leftOpen(visit.isInTurn(), false);
    }
    goOn(session, true);
  }

  private void say(Session session, Visit visit, EventLoop loop) {
    Books books = run.books();
    if (books.underWay() >= run.settings().maxConnections()) {
      books.notSent();
      waitForConnection(session, visit, loop);
      return;
    }
    Visit.Call call = visit.call();
    String id = prefix + "-" + Long.toHexString(numbers.incrementAndGet());
    long due = visit.dueNanos();
    books.sent();
    CallInProgress progress =
        new CallInProgress(
            run, visit, call, id, due, loop, statistics, over -> goOn(session, over));
    wire.send(call.body(), id, call.session(), call.origin(), loop, progress);
    progress.sent();
  }

  private void waitForConnection(Session session, Visit visit, EventLoop loop) {
    loop.schedule(
        () -> {
          if (run.books().underWay() >= run.settings().maxConnections()) {
            waitForConnection(session, visit, loop);
          } else {
            say(session, visit, loop);
          }
        },
        WAIT_FOR_CONNECTION_NANOS,
        TimeUnit.NANOSECONDS);
  }

  /**
   * Hands the virtual user back to Gatling.
   *
   * @param leaves whether nothing more is to be said in this run
   */
  private void goOn(Session session, boolean leaves) {
    if (leaves) {
      run.books().went();
      next.$bang(session.remove(VISIT));
    } else {
      next.$bang(session);
    }
  }
}
