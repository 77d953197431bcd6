package footfall.gatling;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import footfall.gatling.shoppers.VirtualUser;
import footfall.gatling.shoppers.VirtualUserFeeder;
import footfall.gatling.wire.StreamedReply;
import footfall.gatling.wire.Target;
import footfall.gatling.wire.Wire;
import io.gatling.core.CoreComponents;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Some hundred calls to a server within this process before the first shopper comes: a generator
 * whose code is not compiled yet is late, and the target has not earned that.
 */
final class GeneratorWarmUp {
  private static final int CALLS = 300;
  private static final int TOKENS = 30;
  private static final int BACKLOG = 64;
  private static final int THREADS = 4;
  private static final long MOST_NANOS = 4_000_000_000L;
  private static final long PATIENCE_SECONDS = 5;

  private static final byte[] EVENT =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\n"
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] END =
      ("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":9},\"metrics\":"
              + "{\"queue_time_ms\":0.1,\"time_to_first_token_ms\":1.0}}\n\ndata: [DONE]\n\n")
          .getBytes(StandardCharsets.UTF_8);

  private GeneratorWarmUp() {}

  /** Practises; a machine on which that does not go has a late generator, and will be told. */
  static void run(CoreComponents core, LoadRun run) {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    HttpServer server = null;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      server.setExecutor(threads);
      server.createContext("/", GeneratorWarmUp::answer);
      server.start();
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      Wire wire = new Wire(core, Target.at(address), "", run.settings().timeout());
      call(wire, core.eventLoopGroup().next(), run);
    } catch (IOException | ExecutionException | TimeoutException e) {
      // The load test itself will show what that means.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (server != null) {
        server.stop(0);
      }
      threads.shutdownNow();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int token = 0; token < TOKENS; token++) {
      out.write(EVENT);
      out.flush();
    }
    out.write(END);
    exchange.close();
  }

  private static void call(Wire wire, EventLoop loop, LoadRun run)
      throws InterruptedException, ExecutionException, TimeoutException {
    VirtualUserFeeder feeder = run.newVisits();
    long begin = System.nanoTime();
    VirtualUser user = feeder.next();
    int begun = 1;
    for (int i = 0; i < CALLS && System.nanoTime() - begin < MOST_NANOS; i++) {
      if (user.isOver()) {
        if (begun == feeder.count()) {
          feeder = run.newVisits();
          begun = 0;
        }
        user = feeder.next();
        begun++;
      }
      VirtualUser.Call call = user.call();
      CompletableFuture<StreamedReply> reply = new CompletableFuture<>();
      Listener listener = new Listener(reply);
      loop.execute(
          () -> wire.send(call.body(), "practice", call.session(), call.origin(), loop, listener));
      user.answered(reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS), 0, 0, user.dueNanos());
    }
  }

  /** Hears a reply to its end. */
  private static final class Listener implements HttpListener {
    private final CompletableFuture<StreamedReply> reply;
    private final StreamedReply heard = new StreamedReply();

    Listener(CompletableFuture<StreamedReply> reply) {
      this.reply = reply;
    }

    @Override
    public void onFinalClientRequest(Request request) {
      // Nothing is to be learned of it.
    }

    @Override
    public void onHttpResponse(HttpResponseStatus status, HttpHeaders headers) {
      // It is what it is.
    }

    @Override
    public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
      byte[] bytes = new byte[chunk.readableBytes()];
      chunk.getBytes(chunk.readerIndex(), bytes);
      heard.piece(bytes, System.nanoTime());
      if (last) {
        reply.complete(heard);
      }
    }

    @Override
    public void onThrowable(Throwable problem) {
      reply.completeExceptionally(problem);
    }
  }
}
