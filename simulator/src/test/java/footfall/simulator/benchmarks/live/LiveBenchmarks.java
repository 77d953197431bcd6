package footfall.simulator.benchmarks.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Measures live mode over loopback, client and server sharing the machine. Prints Markdown. */
public final class LiveBenchmarks {
  private static final String INSTANT =
      """
      name: instant
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 6}}
      pools: {instant: {slots: 1000, service: {time: 0s}}}
      routing: {ratio: {instant: 1}}
      """;
  private static final String STREAMS =
      """
      name: streams
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 500}}
      pools: {played: {slots: 1000, service: {time: 10ms, perOutputToken: 20ms}}}
      routing: {ratio: {played: 1}}
      """;
  private static final String CHAT =
      """
      {"model": "%s", "max_tokens": %d, %s "messages": [{"role": "user", "content": "show me a red shirt under 800"}]}""";

  private LiveBenchmarks() {}

  /** Runs one of gateway, streams, memory and soak. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "gateway" -> gateway();
      case "streams" -> streams();
      case "memory" -> memory();
      case "soak" -> soak(Double.parseDouble(arguments[1]), Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static String chat(String model, int tokens, String more) {
    return CHAT.formatted(model, tokens, more).strip();
  }

  /** As many as go, from so many connections; returns requests a second of the last part. */
  private static double flood(int port, int connections, String body, double seconds)
      throws Exception {
    AtomicLong done = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int i = 0; i < connections; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (Client client = new Client(port, body)) {
                  while (System.nanoTime() < end) {
                    if (client.post() == 200) {
                      done.incrementAndGet();
                    }
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    Thread.sleep((long) (seconds * 500));
    long half = done.get();
    long from = System.nanoTime();
    for (Thread thread : threads) {
      thread.join();
    }
    return (done.get() - half) / ((System.nanoTime() - from) / 1e9);
  }

  /** So many a second, from the instants when they are due; latencies in microseconds. */
  private static Histogram paced(
      int port, int connections, String body, double rate, double seconds) throws Exception {
    Histogram latencies = new ConcurrentHistogram(3);
    AtomicLong next = new AtomicLong();
    long begin = System.nanoTime();
    long count = (long) (rate * seconds);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (Client client = new Client(port, body)) {
                  for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    long due = begin + (long) (n / rate * 1e9);
                    for (long left = due - System.nanoTime();
                        left > 0;
                        left = due - System.nanoTime()) {
                      java.util.concurrent.locks.LockSupport.parkNanos(left);
                    }
                    client.post();
                    latencies.recordValue((System.nanoTime() - due) / 1_000);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return latencies;
  }

  private static JsonNode results(Path out) throws IOException {
    return new ObjectMapper().readTree(out.resolve("results.json").toFile());
  }

  private static void gateway() throws Exception {
    Path out = Files.createTempDirectory("bench").resolve("run");
    String body = chat("instant", 6, "");
    System.out.println("| 32 connections, as fast as they go | requests/s |");
    System.out.println("|---|---|");
    ActorSystem system = ActorSystem.create("floor");
    byte[] constant = new byte[500];
    java.util.Arrays.fill(constant, (byte) 'x');
    ServerBinding floor =
        Http.get(system)
            .newServerAt("127.0.0.1", 0)
            .bindSync(
                request ->
                    HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, constant))
            .toCompletableFuture()
            .join();
    int floorPort = floor.localAddress().getPort();
    try (Server server = new Server(INSTANT, out)) {
      for (int round = 0; round < 3; round++) {
        double bare = flood(floorPort, 32, body, 12);
        double ours = flood(server.port(), 32, body, 12);
        System.out.printf(Locale.ROOT, "| Pekko HTTP with a constant answer | %,.0f |%n", bare);
        System.out.printf(
            Locale.ROOT, "| gateway over an instant backend | %,.0f (%.2f) |%n", ours, ours / bare);
      }
    }
    system.terminate();
    try (Server server = new Server(INSTANT, out)) {
      flood(server.port(), 8, body, 8);
    }
    try (Server server = new Server(INSTANT, out)) {
      paced(server.port(), 16, body, 500, 15);
      Histogram client = paced(server.port(), 16, body, 500, 45);
      server.stop();
      JsonNode latency = results(out).path("metrics").path("request_latency");
      System.out.printf(
          Locale.ROOT,
          "%n| 500 requests/s for 60 s | p50 | p99 |%n|---|---|---|%n"
              + "| server, from the front desk and back, the first second included | %.3f ms | %.3f ms |%n"
              + "| client, from the instant due, after 15 s | %.3f ms | %.3f ms |%n",
          latency.path("p50").asDouble() * 1e3,
          latency.path("p99").asDouble() * 1e3,
          client.getValueAtPercentile(50) / 1e3,
          client.getValueAtPercentile(99) / 1e3);
    }
  }

  private static void streams() throws Exception {
    Path out = Files.createTempDirectory("bench").resolve("run");
    Histogram gaps = new ConcurrentHistogram(3);
    Histogram timers = new ConcurrentHistogram(3);
    timers(timers);
    try (Server server = new Server(STREAMS, out)) {
      String body = chat("played", 500, "\"stream\": true, \"ignore_eos\": true,");
      OpenStreams.run(server.port(), 200, body, new Histogram(3)); // To warm up.
      for (int round = 0; round < 2; round++) {
        OpenStreams.run(server.port(), 200, body, gaps);
      }
    }
    System.out.println("| 200 streams, a token every 20 ms | p50 | p99 | p99.9 | gaps |");
    System.out.println("|---|---|---|---|---|");
    row("timers alone, 10,000 a second, gap between two of the same stream", timers);
    row("tokens, as a client sees them", gaps);
  }

  private static void row(String name, Histogram micros) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f ms | %.1f ms | %.1f ms | %,d |%n",
        name,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getTotalCount());
  }

  private static void timers(Histogram gaps) throws InterruptedException {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    for (int stream = 0; stream < 200; stream++) {
      long[] last = {0};
      executor.scheduleAtFixedRate(
          () -> {
            long now = System.nanoTime();
            if (last[0] > 0) {
              gaps.recordValue((now - last[0]) / 1_000);
            }
            last[0] = now;
          },
          stream * 100L,
          20_000,
          TimeUnit.MICROSECONDS);
    }
    Thread.sleep(10_000);
    executor.shutdownNow();
  }

  private static String hybrid() throws IOException {
    return Files.readString(Path.of("scenarios/catalog/live-hybrid.yaml"));
  }

  private static void memory() throws Exception {
    Path out = Files.createTempDirectory("bench").resolve("run");
    System.out.println("| requests to the embedded model | resident memory |");
    System.out.println("|---|---|");
    try (Server server = new Server(hybrid(), out)) {
      AtomicLong asked = new AtomicLong();
      String body = chat("slm", 12, "");
      for (int thousands = 0; thousands <= 60; thousands += 10) {
        System.out.printf(
            Locale.ROOT, "| %,d | %d MiB |%n", asked.get(), server.residentMebibytes());
        List<Thread> threads = new ArrayList<>();
        long until = asked.get() + 10_000;
        for (int i = 0; i < 16; i++) {
          Thread thread =
              new Thread(
                  () -> {
                    try (Client client = new Client(server.port(), body)) {
                      while (asked.incrementAndGet() <= until) {
                        client.post();
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
          threads.add(thread);
          thread.start();
        }
        for (Thread thread : threads) {
          thread.join();
        }
        asked.set(until);
      }
    }
  }

  private static void soak(double rate, int seconds) throws Exception {
    Path out = Files.createTempDirectory("bench").resolve("run");
    System.out.println("| minute | resident memory | client p50 | client p99 |");
    System.out.println("|---|---|---|---|");
    try (Server server = new Server(hybrid(), out)) {
      for (int minute = 1; minute * 60 <= seconds; minute++) {
        Histogram latencies =
            paced(server.port(), 256, chat("live-hybrid", 40, "\"ignore_eos\": true,"), rate, 60);
        System.out.printf(
            Locale.ROOT,
            "| %d | %d MiB | %.1f ms | %.1f ms |%n",
            minute,
            server.residentMebibytes(),
            latencies.getValueAtPercentile(50) / 1e3,
            latencies.getValueAtPercentile(99) / 1e3);
      }
    }
    JsonNode results = results(out);
    System.out.println();
    System.out.println(results.path("ledger").path("requests"));
    for (JsonNode pool : results.path("pools")) {
      System.out.printf(
          Locale.ROOT,
          "%s: busy %.1f %%, queue mean %.2f, max %.0f, Little %.1e%n",
          pool.path("name").asText(),
          pool.path("utilization").asDouble() * 100,
          pool.path("queueLength").path("mean").asDouble(),
          pool.path("queueLength").path("max").asDouble(),
          pool.path("littleResidual").asDouble());
    }
    for (JsonNode check : results.path("checks")) {
      if (!check.path("holds").asBoolean()) {
        System.out.println(check);
      }
    }
  }
}
