package footfall.simulator.commandline;

import footfall.reports.rendering.RunFolder;
import footfall.scenarios.Scenario;
import footfall.scenarios.incidents.Incidents;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.serving.cluster.ClusterWorkforce;
import footfall.serving.cluster.Membership;
import footfall.serving.gateway.ApiKeys;
import footfall.serving.gateway.Gateway;
import footfall.serving.run.LiveDeployment;
import footfall.serving.run.LiveServer;
import footfall.serving.run.LiveWorkforce;
import footfall.serving.shadow.ShadowRecord;
import footfall.serving.time.SystemClock;
import footfall.serving.workforce.EngagedWorkforce;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Serve a scenario's pools, or a GGUF file, behind an OpenAI-compatible gateway until",
      "stopped, and write the run folder then."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall serve scenarios/catalog/live-hybrid.yaml",
      "  footfall serve SmolLM2-135M-Instruct.Q4_1.gguf",
      "  footfall serve my.yaml --port 0 --api-keys keys.txt --for 10m",
      "  footfall serve my.yaml --cluster --seed-nodes 10.0.0.1:7355 --cluster-host 10.0.0.1 \\",
      "      --tls /etc/footfall/tls",
      "",
      "Stop with Ctrl-C or SIGTERM: requests under way are answered first."
    })
final class ServeCommand implements Callable<Integer> {
  private static final double MOST_SLOWNESS = 100;
  private static final int MOST_PORTS = 65_535;
  private static final double MEBI = 1 << 20;
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s?#]+");

  private static final int MOST_CLUSTERED_MEBIBYTES = 4;
  private static final Duration JOIN_PATIENCE = Duration.ofMinutes(2);

  @Mixin private ScenarioOptions scenario;
  @Mixin private OutputOptions output;

  @Option(
      names = "--cluster",
      description = {
        "Be a gateway of a cluster, whose workers are on the nodes that footfall node --serve",
        "starts. There may be several gateways, and each sends requests to all nodes."
      })
  private boolean clustered;

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen at; ${DEFAULT-VALUE} unless told otherwise.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen at; 0 for any free one, ${DEFAULT-VALUE} if not given.")
  private int port;

  @Option(
      names = "--api-keys",
      paramLabel = "FILE",
      description = {
        "Keys that clients must send, one a line; # begins a comment.",
        "Also FOOTFALL_API_KEYS."
      })
  private Path apiKeys;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      description = {
        "Pages of another server that may ask from a browser, such as https://shop.example;",
        "* for all. Repeatable."
      })
  private List<String> origins = new ArrayList<>();

  @Option(
      names = "--session-header",
      defaultValue = "X-Correlation-ID",
      description = "Requests with the same value of it stay with one worker; ${DEFAULT-VALUE}.")
  private String sessionHeader;

  @Option(
      names = "--max-body",
      paramLabel = "MIB",
      defaultValue = "4",
      description = "The largest body of a request, in MiB; ${DEFAULT-VALUE} if not given.")
  private int mostMebibytes;

  @Option(
      names = "--vllm-metrics",
      description = "Metrics under the names of vLLM, besides our own.")
  private boolean vllmMetrics;

  @Option(
      names = "--allow-break",
      description = {
        "Let clients break workers, and take workers or a vendor away for a while:",
        "POST /admin/pools/POOL/workers/N/break, /admin/pools/POOL/outage."
      })
  private boolean breakable;

  @Option(
      names = "--staging",
      description = {
        "Be a place for rehearsals: --allow-break, and the scenario's own failures, outages and",
        "restarts do not happen by the clock; footfall rehearse --against plays them."
      })
  private boolean staging;

  @Option(
      names = "--slow",
      paramLabel = "POOL=FACTOR",
      description = {
        "Make the workers of a pool so many times slower than they are, to see it found:",
        "--slow slm=1.3. Not for remote models and GGUF files. Repeatable."
      })
  private Map<String, Double> slowness = new LinkedHashMap<>();

  @Option(
      names = "--keep",
      description = {
        "Write what was asked and answered where requests are copied to a shadow:",
        "shadow.jsonl in the run folder. Else it is forgotten when it was compared."
      })
  private boolean keepsTexts;

  @Mixin private DrainOption drain;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after so long, such as 90s or 10m; never if not given.")
  private Duration limit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (GgufScenario.isFor(scenario.file())) {
      scenario.replace(GgufScenario.write(scenario.file()));
    }
    ResolvedScenario resolved = staging ? heldBack(scenario.read()) : scenario.read();
    Gateway.Settings settings = settings();
    if (clustered) {
      if (staging) {
        throw InvalidInputException.of(
            "--staging", "is of one process", "serve without --cluster to rehearse");
      }
      checkClusterable(resolved.scenario());
    } else {
      cluster.refuseIfGiven();
    }
    checkServable(resolved.scenario());
    checkSlowness(resolved.scenario());
    if (keepsTexts && resolved.scenario().routing().shadow().isEmpty()) {
      throw InvalidInputException.of(
          "--keep", "keeps what is copied to a shadow, and there is none", "add routing.shadow");
    }
    RunFolder folder = output.reserve(resolved.scenario().name());
    AtomicReference<ServedRun> closing = new AtomicReference<>();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    ServedRun toClose = closing.get();
                    if (toClose != null) {
                      toClose.close();
                    }
                  } catch (RuntimeException e) {
                    Main.explain(e, spec.commandLine(), null);
                  }
                  folder.discard();
                },
                "stop-serving"));
    return serve(resolved, settings, folder, closing);
  }

  private int serve(
      ResolvedScenario resolved,
      Gateway.Settings settings,
      RunFolder folder,
      AtomicReference<ServedRun> closing)
      throws InterruptedException {
    SystemClock clock = new SystemClock();
    EngagedWorkforce workforce;
    LiveServer server;
    if (clustered) {
      workforce = new ClusterWorkforce(resolved.scenario());
      server = LiveServer.start(resolved.scenario(), settings, clock, workforce, this::join);
    } else {
      Path beside = scenario.file().toAbsolutePath().getParent();
      workforce = new LiveWorkforce(resolved.scenario(), clock, beside, slowness);
      server = LiveServer.start(resolved.scenario(), settings, clock, workforce);
    }
    if (keepsTexts) {
      server.shadow().ifPresent(ShadowRecord::keepTexts);
    }
    Instant startedAt = Instant.now();
    PrintWriter out = spec.commandLine().getOut();
    closing.set(new ServedRun(resolved, server, folder, startedAt, drain.atMost(), out));
    ServeAnnouncement.print(out, resolved.scenario(), server.address(), workforce.descriptions());
    try {
      long nanos = limit == null ? Long.MAX_VALUE : limit.toNanos();
      server.record().get(nanos, TimeUnit.NANOSECONDS); // Or a signal ends the process.
    } catch (TimeoutException e) {
      return closing.get().close();
    } catch (ExecutionException e) {
      closing.set(null); // There is nothing to close in good order.
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
    return closing.get().close();
  }

  private ActorSystem<Void> join(Behavior<Void> guardian) {
    return Membership.join(
            guardian,
            ClusterJoin.settings(cluster, true),
            "gateway",
            LiveDeployment.CONFIG,
            JOIN_PATIENCE)
        .system();
  }

  private Gateway.Settings settings() {
    if (port < 0 || port > MOST_PORTS) {
      throw InvalidInputException.of("--port " + port, "is no port", "0 to 65535");
    }
    if (mostMebibytes < 1 || mostMebibytes > 1024) {
      throw InvalidInputException.of("--max-body " + mostMebibytes, "is no size", "1 to 1024 MiB");
    }
    return new Gateway.Settings(
        host,
        port,
        new ApiKeys(keys()),
        sessionHeader,
        mostMebibytes * (long) MEBI,
        vllmMetrics,
        breakable || staging,
        checkedOrigins());
  }

  private List<String> checkedOrigins() {
    for (String origin : origins) {
      if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
        throw InvalidInputException.of(
            "--allow-origin " + origin,
            "is no origin",
            "write scheme, host and port alone, such as https://shop.example or"
                + " http://localhost:3000, or *");
      }
    }
    return origins;
  }

  private static ResolvedScenario heldBack(ResolvedScenario read) {
    return new ResolvedScenario(
        Incidents.heldBack(read.scenario()), read.yaml(), read.sha256(), read.provenance());
  }

  private static void checkServable(Scenario served) {
    for (PoolSpec pool : served.pools()) {
      if (pool.queue().preemptive()) {
        throw InvalidInputException.of(
            "pools." + pool.name() + ".queue.preemptive",
            "is simulated only: what was streamed cannot be taken back",
            "write preemptive: false");
      }
    }
  }

  private void checkClusterable(Scenario served) {
    for (PoolSpec pool : served.pools()) {
      if (!pool.operations().isUneventful()) {
        throw InvalidInputException.of(
            "pools." + pool.name(),
            "failures, outages, rollingRestart and autoscale are of one process",
            "leave them out with --cluster: nodes really come and go");
      }
    }
    if (mostMebibytes > MOST_CLUSTERED_MEBIBYTES) {
      throw InvalidInputException.of(
          "--max-body " + mostMebibytes,
          "is more than goes from a gateway to its nodes",
          "at most " + MOST_CLUSTERED_MEBIBYTES + " with --cluster");
    }
  }

  private void checkSlowness(Scenario served) {
    if (clustered && !slowness.isEmpty()) {
      throw InvalidInputException.of(
          "--slow", "means nothing with --cluster", "the workers are on the nodes");
    }
    slowness.forEach(
        (pool, factor) -> {
          boolean known =
              served.pools().stream()
                  .anyMatch(
                      spec ->
                          spec.name().equals(pool)
                              && !(spec.backend() instanceof Backend.Remote)
                              && !(spec.backend() instanceof Backend.Gguf));
          if (!known || !(factor >= 1 && factor <= MOST_SLOWNESS)) {
            throw InvalidInputException.of(
                "--slow " + pool + "=" + factor,
                "must be a played pool or one with a model directory, and from 1 to 100",
                "write --slow " + served.pools().get(0).name() + "=1.3");
          }
        });
  }

  private List<String> keys() {
    Path file = apiKeys == null ? Environment.get("api_keys").map(Path::of).orElse(null) : apiKeys;
    if (file == null) {
      return List.of();
    }
    List<String> keys;
    try (Stream<String> lines = Files.lines(file)) {
      keys = lines.map(String::strip).filter(ServeCommand::isKey).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read as a list of keys", "one key a line");
    }
    if (keys.isEmpty()) {
      throw InvalidInputException.of(
          file.toString(), "has no key", "one key a line, or leave --api-keys out");
    }
    return keys;
  }

  private static boolean isKey(String line) {
    return !line.isEmpty() && !line.startsWith("#");
  }
}
