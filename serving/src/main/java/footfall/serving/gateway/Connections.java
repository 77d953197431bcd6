package footfall.serving.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/**
 * Accepts connections and speaks HTTP on each. Pekko's own server closes a connection as soon as
 * the client has closed its side; here such a client is answered first. Thread-safe.
 */
final class Connections {
  private static final Duration LAST_BYTES = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final Materializer materializer;
  private final ServerSettings settings;
  private final Function<Connection, Flow<HttpRequest, HttpResponse, NotUsed>> answers;
  private final SharedKillSwitch requests = KillSwitches.shared("requests");
  private final SharedKillSwitch everything = KillSwitches.shared("connections");
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
  private volatile Tcp.ServerBinding binding;

  /** One that is open: whether its client waits for an answer that has not begun. Thread-safe. */
  static final class Connection {
    private volatile boolean waits;
    private volatile Runnable gone = () -> {};

    /** What is done when it is no more; to be said before it is used. */
    void whenGone(Runnable what) {
      gone = what;
    }

    /** A request has come. */
    void asked(HttpRequest request) {
      waits = HalfClosed.mayBeToldToWait(request);
    }

    /** The response to it begins. */
    void answered() {
      waits = false;
    }
  }

  /**
   * None yet.
   *
   * @param answers to the requests of one connection, in their order
   */
  Connections(
      ActorSystem<?> system,
      Materializer materializer,
      Function<Connection, Flow<HttpRequest, HttpResponse, NotUsed>> answers) {
    this.system = system;
    this.materializer = materializer;
    this.settings = ServerSettings.create(system.classicSystem());
    this.answers = answers;
  }

  /** Accepts connections from now on; the stage fails where the port cannot be had. */
  CompletionStage<InetSocketAddress> accept(String host, int port) {
    return Tcp.get(system)
        .bind(
            host,
            port,
            settings.getBacklog(),
            settings.getSocketOptions(),
            true,
            Optional.<Duration>empty())
        .to(Sink.foreach(this::serve))
        .run(materializer)
        .thenApply(
            bound -> {
              binding = bound;
              return bound.localAddress();
            });
  }

  private void serve(Tcp.IncomingConnection incoming) {
    Connection connection = new Connection();
    CompletableFuture<Object> over = new CompletableFuture<>();
    open.add(over);
    incoming.handleWith(
        answers
            .apply(connection)
            .watchTermination(
                (notUsed, done) -> {
                  done.whenComplete(
                      (d, t) -> {
                        open.remove(over);
                        over.complete(d);
                      });
                  return notUsed;
                })
            .join(layers(connection)),
        materializer);
  }

  private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers(
      Connection connection) {
    Duration idle = Duration.ofNanos(settings.getTimeouts().idleTimeout().toNanos());
    Flow<SessionBytes, SslTlsInbound, NotUsed> received = Flow.upcast(Flow.of(SessionBytes.class));
    return Http.get(system)
        .serverLayer(settings)
        .atop(BidiFlow.fromFlows(Flow.of(SslTlsOutbound.class), received))
        .atop(TLSPlacebo.getInstance())
        .atop(BidiFlow.fromFlows(Flow.of(ByteString.class), requests.flow()))
        .atop(
            BidiFlow.fromGraph(new HalfClosed(() -> connection.waits, () -> connection.gone.run())))
        .atop(BidiFlow.bidirectionalIdleTimeout(idle))
        .atop(BidiFlow.fromFlows(everything.flow(), everything.flow()));
  }

  /** Accepts none any more, and closes all when what is being answered has been sent. */
  CompletionStage<?> close() {
    if (binding == null) {
      return CompletableFuture.completedFuture(null);
    }
    return binding
        .unbind()
        .thenCompose(
            unbound -> {
              requests.shutdown();
              return CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                  .orTimeout(LAST_BYTES.toMillis(), TimeUnit.MILLISECONDS)
                  .handle(
                      (done, late) -> {
                        everything.shutdown();
                        return null;
                      });
            });
  }
}
