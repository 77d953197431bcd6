package footfall.serving.gateway;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.HttpProtocols;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Finds out whether a client that has closed its side still listens. Both look the same until
 * something is sent, so while nothing is, it is told to go on waiting: {@code 100 Continue}, which
 * every client of HTTP/1.1 passes over (RFC 9110, 15.2). Where nobody listens, the first of them is
 * answered with a reset, and the second fails, which closes the connection.
 */
final class HalfClosed
    extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final ByteString WAIT = ByteString.fromString("HTTP/1.1 100 Continue\r\n\r\n");

  /** Before the first, before the second, before each that follows. */
  private static final Duration[] PAUSES = {
    Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(1)
  };

  private final Inlet<ByteString> fromHttp = Inlet.create("fromHttp");
  private final Outlet<ByteString> toClient = Outlet.create("toClient");
  private final Inlet<ByteString> fromClient = Inlet.create("fromClient");
  private final Outlet<ByteString> toHttp = Outlet.create("toHttp");
  private final BooleanSupplier waits;
  private final Runnable gone;

  /**
   * For one connection.
   *
   * @param waits whether the client waits for a response of which nothing has been sent
   * @param gone run when the connection is no more
   */
  HalfClosed(BooleanSupplier waits, Runnable gone) {
    this.waits = waits;
    this.gone = gone;
  }

  /** Older clients know no responses that only tell them to wait. */
  static boolean mayBeToldToWait(HttpRequest request) {
    return request.protocol().equals(HttpProtocols.HTTP_1_1);
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return BidiShape.of(fromHttp, toClient, fromClient, toHttp);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    /** Came while what it was asked for has been used to tell the client to wait; else null. */
    private ByteString held;

    private int told;

    Logic() {
      super(shape());
      setHandler(
          fromHttp,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              send(grab(fromHttp));
            }

            @Override
            public void onUpstreamFinish() {
              if (held == null) {
                complete(toClient);
              }
            }

            @Override
            public void onUpstreamFailure(Throwable problem) {
              fail(toClient, problem);
            }
          });
      setHandler(
          toClient,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              goOn();
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(fromHttp, cause);
            }
          });
      setHandler(
          fromClient,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              push(toHttp, grab(fromClient));
            }

            @Override
            public void onUpstreamFinish() {
              complete(toHttp);
              scheduleOnce(WAIT, PAUSES[0]);
            }

            @Override
            public void onUpstreamFailure(Throwable problem) {
              fail(toHttp, problem);
            }
          });
      setHandler(
          toHttp,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(fromClient);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(fromClient, cause);
            }
          });
    }

    private void send(ByteString bytes) {
      if (isAvailable(toClient)) {
        push(toClient, bytes);
      } else {
        held = bytes;
      }
    }

    private void goOn() {
      if (held != null) {
        push(toClient, held);
        held = null;
        if (isClosed(fromHttp)) {
          complete(toClient);
        }
      } else if (!isClosed(fromHttp) && !hasBeenPulled(fromHttp)) {
        pull(fromHttp);
      }
    }

    @Override
    public void postStop() {
      gone.run(); // The layers of HTTP hear of it much later.
    }

    @Override
    public void onTimer(Object key) {
      if (waits.getAsBoolean() && isAvailable(toClient)) {
        push(toClient, WAIT);
        told++;
      }
      scheduleOnce(WAIT, PAUSES[Math.min(told, PAUSES.length - 1)]);
    }
  }
}
