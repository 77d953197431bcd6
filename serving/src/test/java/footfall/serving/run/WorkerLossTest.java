package footfall.serving.run;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.recording.Window;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A worker that dies takes its own requests with it and nothing else. */
class WorkerLossTest {
  private static final String SCENARIO =
      """
      name: shop
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 60}}
      pools:
        slm:
          workers: 2
          slots: 4
          service: {time: 5ms}
          backend: {local: {model: embedded/footfall-tiny}}
        played:
          workers: 2
          slots: 4
          service: {time: 5ms, perOutputToken: 5ms}
      routing: {ratio: {slm: 1, played: 0}}
      """;

  private static final int REQUESTS = 120;

  private static final String LONG_REPLY =
      """
      {"model": "%s", "stream": %s, "max_tokens": 80, "ignore_eos": true,
       "messages": [{"role": "user", "content": "show me a red shirt"}]}""";

  private static void loseOneUnderLoad(String pool) throws InterruptedException {
    try (TestServer server = new TestServer(SCENARIO)) {
      List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        String body = LONG_REPLY.formatted(pool, i % 2 == 0);
        requests.add(server.postLater("/v1/chat/completions", body));
        if (i == 20 || i == 70) {
          server.await("footfall_pool_workers_up{kind=\"slm\",pool=\"%s\"}".formatted(pool), 2);
          assertThat(
                  server.post("/admin/pools/%s/workers/0/break".formatted(pool), "").statusCode())
              .isEqualTo(200);
        }
      }
      int lost = 0;
      for (CompletableFuture<HttpResponse<String>> request : requests) {
        HttpResponse<String> response = request.join();
        boolean refused = response.statusCode() == 500;
        boolean brokenOff =
            response.statusCode() == 200 && response.body().contains("data: {\"error\"");
        if (refused || brokenOff) {
          lost++;
          assertThat(response.body()).contains("worker_lost").contains("Try again.");
        } else {
          assertThat(response.statusCode()).isEqualTo(200);
        }
        if (brokenOff) {
          assertThat(response.body()).endsWith("\n\ndata: [DONE]\n\n");
        }
      }
      assertThat(lost).isBetween(2, 8);
      ReplicationRecord record = server.stop();
      Window all = Window.sum(record.sections());
      assertThat(all.requests(TurnOutcome.FAILED)).isEqualTo(lost);
      assertThat(all.requests(TurnOutcome.COMPLETED)).isEqualTo(REQUESTS - lost);
      assertThat(record.submissions().requests()).isEqualTo(REQUESTS);
      assertThat(record.census().awaitingReply()).isZero();
    }
  }

  @Test
  void ofARealModel() throws InterruptedException {
    loseOneUnderLoad("slm");
  }

  @Test
  void ofAPlayedOne() throws InterruptedException {
    loseOneUnderLoad("played");
  }
}
