package footfall.gatling;

import com.typesafe.scalalogging.Logger;
import footfall.gatling.measuring.RunClock;
import footfall.gatling.shoppers.VirtualUser;
import footfall.gatling.wire.RequestIds;
import footfall.gatling.wire.Wire;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.http.client.uri.Uri;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * One step of a virtual user of Gatling: waits until the next call of its visit is due, makes it,
 * hears the reply to its end, and goes on. Waits are timers of the event loop, so that a request is
 * sent within a fraction of a millisecond of when its shopper means to.
 */
final class Converse implements Action {
  /** Key of the virtual user in Gatling's session. */
  static final String VISIT = "visit";

  private static final long WAIT_FOR_CONNECTION_NANOS = 1_000_000;

  private final LoadRun run;
  private final Wire wire;
  private final Uri chats;
  private final GatlingStatistics statistics;
  private final Action next;
  private final RequestIds ids = new RequestIds();
  private Logger logger = Logger.apply(LoggerFactory.getLogger(Converse.class));

  Converse(LoadRun run, Wire wire, GatlingStatistics statistics, Action next) {
    this.run = run;
    this.wire = wire;
    this.chats = wire.chats(run.dialect().model());
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
    VirtualUser user = (VirtualUser) session.attributes().apply(VISIT);
    RunClock clock = run.clock();
    boolean drains = run.scenario().drain() && user.isBegun();
    long horizon = drains ? Long.MAX_VALUE : run.scenario().horizonNanos();
    EventLoop loop = session.eventLoop();
    if (user.dueNanos() >= horizon) {
      after(
          loop, horizon - clock.nowNanos(), safely(session, user, () -> leaveOpen(session, user)));
    } else {
      after(
          loop,
          user.dueNanos() - clock.nowNanos(),
          safely(session, user, () -> say(session, user, loop)));
    }
  }

  private static void after(EventLoop loop, long delayNanos, Runnable step) {
    if (delayNanos <= 0) {
      step.run();
    } else {
      loop.schedule(step, delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Gatling would wait without end for a user that is lost. */
  private Runnable safely(Session session, VirtualUser user, Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException e) {
        run.breakDown(e);
        goOn(session, user, true);
      }
    };
  }

  /** The horizon has come while the shopper was thinking. */
  private void leaveOpen(Session session, VirtualUser user) {
    if (user.isBegun()) {
      run.log().leftOpen(user.isInTurn(), false);
    }
    goOn(session, user, true);
  }

  private void say(Session session, VirtualUser user, EventLoop loop) {
    if (user.arrives()) {
      run.log().came();
    }
    VirtualUser.Call call = user.call();
    if (run.log().send(run.settings().maxConnections())) {
      send(session, user, call, loop);
    } else {
      run.log().notSent();
      waitForConnection(session, user, call, loop);
    }
  }

  private void send(Session session, VirtualUser user, VirtualUser.Call call, EventLoop loop) {
    String id = ids.next();
    long due = user.dueNanos();
    CallInProgress progress =
        new CallInProgress(
            run, user, call, id, due, loop, statistics, over -> goOn(session, user, over));
    progress.sending();
    wire.post(
        chats,
        call.body(),
        wire.known(id, call.session(), call.origin()),
        loop,
        progress.exchange());
    progress.sent();
  }

  /** Not beyond the horizon, after which nothing is sent any more. */
  private void waitForConnection(
      Session session, VirtualUser user, VirtualUser.Call call, EventLoop loop) {
    loop.schedule(
        () -> {
          if (run.clock().nowNanos() >= run.scenario().horizonNanos()) {
            run.log().neverSent(call.place(), user.dueNanos());
            goOn(session, user, true);
          } else if (run.log().send(run.settings().maxConnections())) {
            send(session, user, call, loop);
          } else {
            waitForConnection(session, user, call, loop);
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
  private void goOn(Session session, VirtualUser user, boolean leaves) {
    if (leaves) {
      if (!user.arrives()) {
        run.log().went();
      }
      next.$bang(session.remove(VISIT));
    } else {
      next.$bang(session);
    }
  }
}
