package footfall.gatling;

import footfall.gatling.shoppers.VirtualUser;
import footfall.gatling.shoppers.VirtualUserFeeder;
import footfall.gatling.wire.Exchange;
import footfall.gatling.wire.ReplyForm;
import footfall.gatling.wire.RequestIds;
import footfall.gatling.wire.StreamedReply;
import footfall.gatling.wire.Wire;
import io.gatling.core.CoreComponents;
import io.gatling.http.client.uri.Uri;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Some hundred calls to a server within this process before the first shopper comes: a generator
 * whose code is not compiled yet is late, and the target has not earned that.
 */
public final class GeneratorWarmUp {
  private static final int CALLS = 300;
  private static final long MOST_NANOS = 4_000_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private GeneratorWarmUp() {}

  /** What is asked in the warm-up. */
  private interface Practice {
    /** The body of the next call. */
    byte[] body();

    /** It was answered. */
    void answered(StreamedReply reply);
  }

  /** Warms up with one body. */
  public static void run(CoreComponents core, byte[] body) {
    run(
        core,
        new Practice() {
          @Override
          public byte[] body() {
            return body;
          }

          @Override
          public void answered(StreamedReply reply) {
            // The next one is the same.
          }
        });
  }

  /**
   * Warms up with the requests of shoppers.
   *
   * @param visits new ones whenever it is asked
   */
  static void run(CoreComponents core, Supplier<VirtualUserFeeder> visits) {
    run(core, new Shopping(visits));
  }

  /** One shopper after the other. */
  private static final class Shopping implements Practice {
    private final Supplier<VirtualUserFeeder> visits;
    private VirtualUserFeeder feeder;
    private VirtualUser user;
    private int begun = 1;

    Shopping(Supplier<VirtualUserFeeder> visits) {
      this.visits = visits;
      feeder = visits.get();
      user = feeder.next();
    }

    @Override
    public byte[] body() {
      if (user.isOver()) {
        if (begun == feeder.count()) {
          feeder = visits.get();
          begun = 0;
        }
        user = feeder.next();
        begun++;
      }
      return user.call().body();
    }

    @Override
    public void answered(StreamedReply reply) {
      user.answered(reply, 0, 0, user.dueNanos());
    }
  }

  /** A machine on which that does not go has a late generator, and will be told. */
  private static void run(CoreComponents core, Practice practice) {
    try (PracticeServer server = new PracticeServer()) {
      Wire wire = new Wire(core, server.target(), PATIENCE);
      call(wire, wire.chats(""), core.eventLoopGroup().next(), practice);
    } catch (IOException | ExecutionException | TimeoutException e) {
      // The load test itself will show what that means.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void call(Wire wire, Uri chats, EventLoop loop, Practice practice)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begin = System.nanoTime();
    for (int i = 0; i < CALLS && System.nanoTime() - begin < MOST_NANOS; i++) {
      byte[] body = practice.body();
      CompletableFuture<Exchange> over = new CompletableFuture<>();
      loop.execute(
          () -> {
            Exchange exchange =
                new Exchange(
                    ReplyForm.CHAT,
                    System::nanoTime,
                    Exchange.Connections.UNCOUNTED,
                    (itself, ending) -> over.complete(itself));
            wire.post(
                chats, body, wire.known(RequestIds.PREFLIGHT, "practice", ""), loop, exchange);
          });
      practice.answered(over.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).reply());
    }
  }
}
