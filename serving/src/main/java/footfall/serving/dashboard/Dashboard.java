package footfall.serving.dashboard;

import footfall.reports.rendering.html.LivePage;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.RunMode;
import footfall.reports.watching.LiveSnapshot;
import footfall.scenarios.Scenario;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The live page and its events. A client that comes later gets first what was sent before, as far
 * as it is remembered. Thread-safe.
 */
public final class Dashboard implements Consumer<LiveSnapshot> {
  /** Where the page is. */
  public static final String PATH = "/dashboard";

  private static final String EVENTS = PATH + "/events";
  private static final int REMEMBERED = 1_000;
  private static final int MOST_SPECTATORS = 100;
  private static final Duration OFTEN = Duration.ofMillis(250);

  /** After so many looks without news, a comment keeps the connection alive. */
  private static final int SILENT_LOOKS = 40;

  private final String page;
  private final Deque<String> glances = new ArrayDeque<>();
  private final AtomicInteger spectators = new AtomicInteger();
  private long seen;
  private String end;

  /** How it ended. */
  private record End(Verdict verdict, String words) {}

  /** A dashboard for one run. */
  public Dashboard(Scenario scenario, RunMode mode) {
    this.page = LivePage.render(scenario, mode);
  }

  @Override
  public void accept(LiveSnapshot snapshot) {
    String line = ResultsJson.line(snapshot);
    synchronized (this) {
      glances.addLast(line);
      seen++;
      if (glances.size() > REMEMBERED) {
        glances.removeFirst();
      }
    }
  }

  /** Tells all who look that it is over, and how it ended; only the first word counts. */
  public synchronized void over(Verdict verdict, String words) {
    end = end != null ? end : ResultsJson.line(new End(verdict, words));
  }

  /** How many have the page open. */
  public int spectators() {
    return spectators.get();
  }

  /** The answer to a request for the path; empty where it is not of this page. */
  public Optional<HttpResponse> respond(String path) {
    return switch (path) {
      case PATH ->
          Optional.of(
              HttpResponse.create()
                  .withEntity(ContentTypes.TEXT_HTML_UTF8, ByteString.fromString(page))
                  .addHeader(RawHeader.create("Cache-Control", "no-store")));
      case EVENTS ->
          spectators.get() >= MOST_SPECTATORS
              ? Optional.of(full())
              : Optional.of(
                  HttpResponse.create()
                      .withEntity(
                          HttpEntities.create(
                              MediaTypes.TEXT_EVENT_STREAM.toContentType(), events()))
                      .addHeader(RawHeader.create("Cache-Control", "no-store")));
      default -> Optional.empty();
    };
  }

  private static HttpResponse full() {
    return HttpResponse.create()
        .withStatus(StatusCodes.SERVICE_UNAVAILABLE)
        .withEntity("Too many look already; try again when one has gone.");
  }

  private Source<ByteString, NotUsed> events() {
    return Source.lazySource(
            () -> {
              spectators.incrementAndGet();
              Spectator spectator = new Spectator();
              return Source.tick(Duration.ZERO, OFTEN, NotUsed.getInstance())
                  .mapConcat(tick -> spectator.news())
                  .takeWhile(event -> !event.startsWith("event: over"), true)
                  .map(ByteString::fromString)
                  .watchTermination(
                      (nothing, done) -> {
                        done.whenComplete((d, problem) -> spectators.decrementAndGet());
                        return NotUsed.getInstance();
                      });
            })
        .mapMaterializedValue(later -> NotUsed.getInstance());
  }

  /** What one client has received so far. */
  private final class Spectator {
    private long told;
    private int silent;

    List<String> news() {
      List<String> unseen = List.of();
      String ended;
      synchronized (Dashboard.this) {
        int fresh = (int) Math.min(glances.size(), seen - told);
        if (fresh > 0) {
          List<String> all = List.copyOf(glances);
          unseen = all.subList(all.size() - fresh, all.size());
        }
        told = seen;
        ended = end;
      }
      List<String> news = new ArrayList<>();
      if (!unseen.isEmpty()) {
        news.add("event: glances\ndata: [" + String.join(",", unseen) + "]\n\n");
      }
      if (ended != null) {
        news.add("event: over\ndata: " + ended + "\n\n");
      }
      silent = news.isEmpty() ? silent + 1 : 0;
      if (silent >= SILENT_LOOKS) {
        silent = 0;
        news.add(": still here\n\n");
      }
      return news;
    }
  }
}
