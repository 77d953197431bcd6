package footfall.serving.gateway;

import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.gateway.ReplyWriter.Said;
import footfall.serving.gateway.ReplyWriter.ToolUse;
import footfall.serving.gateway.ReplyWriter.Visited;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Turns what an exchange says into the response to an HTTP request. */
abstract class Reply implements LiveExchange.Listener {
  /** What the reply needs of the gateway. */
  interface House {
    /** The client went away while its reply was being written. */
    void left(LiveExchange liveExchange);

    /** Name of the pool. */
    String poolName(int pool);

    /** What the client is told of a request that was not answered. */
    ApiException refusal(String requestId, RequestOutcome outcome, LiveExchange liveExchange);

    /** A request has ended; told before its client hears of it. */
    void ended(String requestId, RequestOutcome outcome, LiveExchange liveExchange);
  }

  protected final ApiCall call;
  private final String requestId;
  protected final ReplyWriter writer;
  protected final House house;
  protected final CompletableFuture<HttpResponse> response = new CompletableFuture<>();
  protected LiveExchange liveExchange;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  private Reply(ApiCall call, String requestId, House house) {
    this.call = call;
    this.requestId = requestId;
    this.writer = ReplyWriter.of(call, requestId);
    this.house = house;
  }

  /** A reply of the kind that the call asks for. */
  static Reply to(ApiCall call, String requestId, House house, Materializer materializer) {
    return call.stream()
        ? new Streamed(call, requestId, house, materializer)
        : new Whole(call, requestId, house);
  }

  /** The exchange that it listens to; told before it begins. */
  void listenTo(LiveExchange itsExchange) {
    liveExchange = itsExchange;
  }

  /** The response, as soon as there is something to respond. */
  CompletableFuture<HttpResponse> response() {
    return response;
  }

  /** Done when the exchange is over. */
  CompletableFuture<Void> over() {
    return over;
  }

  @Override
  public final void ended(RequestOutcome outcome) {
    over.complete(null);
    house.ended(requestId, outcome, liveExchange);
    if (outcome instanceof Completed completed) {
      completed(completed);
    } else {
      failed(house.refusal(requestId, outcome, liveExchange));
    }
  }

  /** The complete reply. */
  Said said(
      Completed completed,
      String text,
      String reasoning,
      List<ToolUse> uses,
      List<float[]> vectors) {
    return new Said(
        text,
        reasoning,
        uses,
        vectors,
        liveExchange.finish(),
        liveExchange.stoppedBy(),
        liveExchange.usage(),
        completed,
        house.poolName(completed.pool()),
        liveExchange.visits().stream()
            .filter(visit -> visit.outcome().pool() >= 0)
            .map(visit -> new Visited(house.poolName(visit.outcome().pool()), visit))
            .toList());
  }

  abstract void completed(Completed completed);

  abstract void failed(ApiException problem);

  /** Everything at once, when it is complete. */
  private static final class Whole extends Reply {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ToolUse> uses = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();

    Whole(ApiCall call, String requestId, House house) {
      super(call, requestId, house);
    }

    @Override
    public synchronized void said(String piece) {
      text.append(piece);
    }

    @Override
    public synchronized void thought(String piece) {
      reasoning.append(piece);
    }

    @Override
    public synchronized void called(String tool, String arguments) {
      uses.add(new ToolUse(tool, arguments));
    }

    @Override
    public synchronized void embedded(float[] vector) {
      vectors.add(vector);
    }

    @Override
    synchronized void completed(Completed completed) {
      Said said = said(completed, text.toString(), reasoning.toString(), uses, vectors);
      response.complete(Responses.json(writer.whole(said)));
    }

    @Override
    void failed(ApiException problem) {
      response.complete(Responses.error(problem, call.form()));
    }
  }

  /** Token by token; the response begins with the first, so that what fails before has a status. */
  private static final class Streamed extends Reply {
    /** Chunks that a slow client may be behind. */
    private static final int MOST_BEHIND = 4_096;

    private final Materializer materializer;
    private BoundedSourceQueue<ByteString> queue;
    private int tokens;
    private boolean gone;

    Streamed(ApiCall call, String requestId, House house, Materializer materializer) {
      super(call, requestId, house);
      this.materializer = materializer;
    }

    @Override
    public synchronized void said(String piece) {
      tokens++;
      send(writer.said(piece, tokens));
    }

    @Override
    public synchronized void thought(String piece) {
      tokens++;
      ByteString events = writer.thought(piece, tokens);
      if (!events.isEmpty()) {
        send(events);
      }
    }

    @Override
    public synchronized void called(String tool, String arguments) {
      send(writer.called(new ToolUse(tool, arguments)));
    }

    @Override
    synchronized void completed(Completed completed) {
      send(writer.ended(said(completed, "", "", List.of(), List.of()), tokens));
      finish();
    }

    @Override
    synchronized void failed(ApiException problem) {
      if (queue == null) {
        response.complete(Responses.error(problem, call.form()));
      } else {
        send(writer.failed(problem));
        finish();
      }
    }

    private void finish() {
      if (!gone) {
        gone = true; // With all that it asked for.
        end(queue::complete);
      }
    }

    /** No more is sent. */
    private synchronized void left() {
      if (!gone) {
        gone = true;
        house.left(liveExchange);
      }
    }

    private void send(ByteString event) {
      if (queue == null) {
        begin();
      }
      if (!gone && queue.offer(event) != QueueOfferResult.enqueued()) {
        gone = true; // The client is, or cannot keep up.
        end(() -> queue.fail(new IllegalStateException("the client does not keep up")));
        house.left(liveExchange);
      }
    }

    /** The client may have ended it at the same moment. */
    private static void end(Runnable ending) {
      try {
        ending.run();
      } catch (IllegalStateException e) {
        // Then there is nothing to end.
      }
    }

    private void begin() {
      Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> pair =
          Source.<ByteString>queue(MOST_BEHIND)
              .watchTermination(
                  (events, sent) -> {
                    sent.whenComplete((done, problem) -> left());
                    return events;
                  })
              .preMaterialize(materializer);
      queue = pair.first();
      response.complete(
          HttpResponse.create()
              .withStatus(StatusCodes.OK)
              .withEntity(
                  HttpEntities.createChunked(
                      MediaTypes.TEXT_EVENT_STREAM.toContentType(), pair.second())));
    }
  }
}
