package footfall.scenarios.pools;

import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pool of like model workers behind one queue, or a queue each.
 *
 * @param workers how many there are at the start
 * @param speeds of the workers that there may ever be, one by one, where 1 is what {@code service}
 *     or {@code engine} says; empty where all are alike
 * @param devices what they run on; empty where the scenario names none
 * @param slots requests that one worker serves at the same time; the batch cap where it batches
 * @param engine how it batches step by step; empty where {@code service} says it all, and otherwise
 *     that is what one request takes alone
 * @param kvTokens tokens of context that one worker has memory for; {@link #NO_BOUND} without bound
 * @param prefixCache part of the repeated context that need not be read again by the worker that
 *     answered the call before, from 0 to 1
 * @param power empty where nothing is known of it
 * @param api what the vendor allows; empty for our own devices and for vendors without limits
 * @param backend what really answers in live mode
 */
public record PoolSpec(
    String name,
    Kind kind,
    int workers,
    List<Double> speeds,
    Optional<Devices> devices,
    int slots,
    QueueSpec queue,
    Service service,
    Optional<Engine> engine,
    long kvTokens,
    double prefixCache,
    Prices prices,
    Quality quality,
    Optional<Power> power,
    Optional<VendorApi> api,
    Operations operations,
    Backend backend) {

  /** Copies the list. */
  public PoolSpec {
    speeds = List.copyOf(speeds);
  }

  /** As many as one likes. */
  public static final long NO_BOUND = Long.MAX_VALUE;

  /** Small models run on our own devices, large ones behind an API. */
  public enum Kind {
    SLM,
    LLM
  }

  /** Whether it is an account at a vendor and not a worker. */
  public boolean isAccount() {
    boolean paidByUse = prices.ofTokens(1e6, 0, 1e6) + prices.perConversation() > 0;
    return api.isPresent() || (kind == Kind.LLM && prices.perWorkerHour() == 0 && paidByUse);
  }

  /** The same pool with another number of workers; where they are unlike the fastest go first. */
  public PoolSpec withWorkers(int count) {
    return withSpeedsOf(count)
        .copy(count, slots, queue, service, engine, prices, api, operations, backend);
  }

  /** The same pool of which a worker serves another number at the same time. */
  public PoolSpec withSlots(int count) {
    Optional<Engine> other = engine.map(e -> e.withMaxSequences(count));
    return copy(workers, count, queue, service, other, prices, api, operations, backend);
  }

  /** The same pool with another service. */
  public PoolSpec withService(Service other) {
    return copy(workers, slots, queue, other, engine, prices, api, operations, backend);
  }

  /** The same pool with an engine of other rates. */
  public PoolSpec withRates(DeviceRates rates) {
    return withEngine(engine.map(e -> e.withRates(rates)));
  }

  /** The same pool at other prices. */
  public PoolSpec withPrices(Prices other) {
    return copy(workers, slots, queue, service, engine, other, api, operations, backend);
  }

  /** The same pool under other terms of its vendor. */
  public PoolSpec withApi(VendorApi other) {
    return copy(
        workers, slots, queue, service, engine, prices, Optional.of(other), operations, backend);
  }

  /** The same pool with other things happening to its workers. */
  public PoolSpec withOperations(Operations other) {
    return copy(workers, slots, queue, service, engine, prices, api, other, backend);
  }

  /** The same pool with something else that answers in live mode. */
  public PoolSpec withBackend(Backend other) {
    return copy(workers, slots, queue, service, engine, prices, api, operations, other);
  }

  /** So many of its workers at the disposal of others, who keep the queue and see to events. */
  public PoolSpec lent(int count) {
    QueueSpec kept = queue.unbounded();
    return copy(count, slots, kept, service, engine, prices, api, Operations.UNEVENTFUL, backend);
  }

  private PoolSpec withSpeedsOf(int count) {
    if (speeds.isEmpty() || operations.autoscaling().isPresent() || count == speeds.size()) {
      return this;
    }
    List<Double> slowestFirst = new ArrayList<>(speeds);
    slowestFirst.sort(null);
    while (slowestFirst.size() < count) {
      slowestFirst.add(1.0);
    }
    return new PoolSpec(
        name,
        kind,
        workers,
        slowestFirst.subList(0, count),
        devices,
        slots,
        queue,
        service,
        engine,
        kvTokens,
        prefixCache,
        prices,
        quality,
        power,
        api,
        operations,
        backend);
  }

  private PoolSpec copy(
      int otherWorkers,
      int otherSlots,
      QueueSpec otherQueue,
      Service otherService,
      Optional<Engine> otherEngine,
      Prices otherPrices,
      Optional<VendorApi> otherApi,
      Operations otherOperations,
      Backend otherBackend) {
    return new PoolSpec(
        name,
        kind,
        otherWorkers,
        speeds,
        devices,
        otherSlots,
        otherQueue,
        otherService,
        otherEngine,
        kvTokens,
        prefixCache,
        otherPrices,
        quality,
        power,
        otherApi,
        otherOperations,
        otherBackend);
  }

  /** The same pool as one of its workers sees it, with all workers as fast as that one. */
  public PoolSpec asSeenBy(int worker) {
    if (speeds.isEmpty() || speeds.get(worker) == 1) {
      return this;
    }
    double slowness = 1 / speeds.get(worker);
    return withService(service.scaled(slowness))
        .withEngine(engine.map(e -> e.withRates(e.rates().slower(slowness))));
  }

  /** Workers of speed 1 that together are as fast as the most that there may be. */
  public double mostSpeed() {
    return speeds.isEmpty()
        ? mostWorkers()
        : speeds.stream().mapToDouble(Double::doubleValue).sum();
  }

  private PoolSpec withEngine(Optional<Engine> other) {
    return copy(workers, slots, queue, service, other, prices, api, operations, backend);
  }

  /** Requests that the whole pool serves at the same time, with the workers that it begins with. */
  public int servers() {
    return Math.multiplyExact(workers, slots);
  }

  /** The most workers that the pool may ever have. */
  public int mostWorkers() {
    return operations
        .autoscaling()
        .map(scaling -> Math.max(workers, scaling.max()))
        .orElse(workers);
  }

  /**
   * Whether it is all the same which worker a request goes to: all are there all the time, none is
   * slower for being busier, and no memory is counted.
   */
  public boolean workersAreAlike() {
    return operations.isUneventful()
        && service.batching().isEmpty()
        && !queue.preemptive()
        && speeds.isEmpty()
        && engine.isEmpty()
        && kvTokens == NO_BOUND
        && power.flatMap(Power::curve).isEmpty();
  }
}
