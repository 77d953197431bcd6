package footfall.serving.remote;

import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quotas;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.time.SystemClock;
import footfall.serving.workforce.Recruiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.Behavior;

/** The workers of a pool whose model is behind an API: they share one account. */
public final class RemoteWorkers implements Recruiter {
  private static final Pattern IN_PRIVATE =
      Pattern.compile("^(https://|http://(localhost|127\\.|\\[::1\\]))");
  private static final long TIMEOUT_NANOS = 120_000_000_000L;

  /** For pools that do not state what their vendor allows. */
  private static final VendorApi UNSTATED =
      new VendorApi(
          Quotas.NONE,
          0,
          0,
          OptionalLong.of(TIMEOUT_NANOS),
          new VendorApi.Retries(
              2, 500_000_000L, 8_000_000_000L, VendorApi.Jitter.FULL, 60_000_000_000L),
          Optional.empty(),
          List.of(),
          OptionalDouble.empty(),
          0);

  private final Backend.Remote backend;
  private final VendorApi api;
  private final VendorClient client;
  private final Vocabulary vocabulary;
  private final SystemClock clock;

  /**
   * Nothing is called yet.
   *
   * @throws InvalidInputException if the key is not in the environment, where one was named
   */
  public RemoteWorkers(
      Backend.Remote backend, PoolSpec pool, Vocabulary vocabulary, SystemClock clock) {
    this.backend = backend;
    this.api = pool.api().orElse(UNSTATED);
    this.vocabulary = vocabulary;
    this.clock = clock;
    String key = backend.keyVariable().isEmpty() ? null : System.getenv(backend.keyVariable());
    String place = "pools." + pool.name() + ".backend.remote.";
    if (key == null && !backend.keyVariable().isEmpty()) {
      throw InvalidInputException.of(
          place + "keyVariable",
          backend.keyVariable() + " is not set in the environment",
          "export " + backend.keyVariable() + "=..., or leave keyVariable out");
    }
    if (key != null && !IN_PRIVATE.matcher(backend.url()).find()) {
      throw InvalidInputException.of(
          place + "url", "would carry the key in the open", "use https, or leave keyVariable out");
    }
    this.client =
        new VendorClient(
            backend.url(),
            backend.model(),
            key,
            Duration.ofNanos(api.timeoutNanos().orElse(TIMEOUT_NANOS)));
  }

  @Override
  public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
    return RemoteWorker.create(workerContext, clock, api, client, vocabulary);
  }

  @Override
  public String description() {
    return backend.model() + " at " + backend.url();
  }

  @Override
  public void close() {
    client.close();
  }
}
