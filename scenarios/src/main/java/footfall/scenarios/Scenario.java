package footfall.scenarios;

import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.claims.Claim;
import footfall.scenarios.months.Month;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.routing.Routing;
import footfall.scenarios.shoppers.Context;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.List;
import java.util.Map;

/**
 * What to run, complete: every default applied and every model profile filled in.
 *
 * @param horizonNanos how long arrivals go on
 * @param drain whether conversations still open at the horizon are served to their end
 * @param month that is paid for
 * @param currency ISO 4217 code of every price
 * @param facts what claims are derived from: a number by its name, or a map of such
 * @param claims claims to be judged
 * @param requestsKept single requests of each replication that are written down, spread evenly over
 *     it; {@link Integer#MAX_VALUE} for all
 */
public record Scenario(
    String name,
    String description,
    long seed,
    int replications,
    long horizonNanos,
    WarmUp warmUp,
    boolean drain,
    Month month,
    Arrivals arrivals,
    List<ShopperClass> shoppers,
    List<PoolSpec> pools,
    Routing routing,
    List<Slo> slos,
    String currency,
    Map<String, Object> facts,
    List<Claim> claims,
    int requestsKept) {
  /** As many single requests are kept of a replication unless the scenario says so. */
  public static final int SAMPLE = 2_000;

  /** Copies the lists. */
  public Scenario {
    shoppers = List.copyOf(shoppers);
    pools = List.copyOf(pools);
    slos = List.copyOf(slos);
    claims = List.copyOf(claims);
  }

  /** The same with other draws. */
  public Scenario withSeed(long other) {
    return copy(other, horizonNanos, warmUp, month, arrivals, shoppers, pools);
  }

  /** The same with other arrivals. */
  public Scenario withArrivals(Arrivals other) {
    return copy(seed, horizonNanos, warmUp, month, other, shoppers, pools);
  }

  /** The same with other pools. */
  public Scenario withPools(List<PoolSpec> others) {
    return copy(seed, horizonNanos, warmUp, month, arrivals, shoppers, others);
  }

  /** The same with other shoppers. */
  public Scenario withShoppers(List<ShopperClass> others) {
    return copy(seed, horizonNanos, warmUp, month, arrivals, others, pools);
  }

  /** The same over another time. */
  public Scenario over(long otherHorizonNanos, WarmUp otherWarmUp) {
    return copy(seed, otherHorizonNanos, otherWarmUp, month, arrivals, shoppers, pools);
  }

  /** The same with nothing claimed of it. */
  public Scenario withoutClaims() {
    return withoutClaims(pools, routing);
  }

  /** Other pools for the same shoppers, and another way to them. */
  public Scenario serving(List<PoolSpec> others, Routing other) {
    return withoutClaims(others, other);
  }

  /** The same asked for something else. */
  public Scenario withSlos(List<Slo> others) {
    return with(pools, routing, others, facts, claims, requestsKept);
  }

  /** The same with all single requests kept. */
  public Scenario keepingAllRequests() {
    return with(pools, routing, slos, facts, claims, Integer.MAX_VALUE);
  }

  private Scenario withoutClaims(List<PoolSpec> otherPools, Routing otherRouting) {
    return with(otherPools, otherRouting, slos, Map.of(), List.of(), requestsKept);
  }

  private Scenario with(
      List<PoolSpec> otherPools,
      Routing otherRouting,
      List<Slo> otherSlos,
      Map<String, Object> otherFacts,
      List<Claim> otherClaims,
      int otherRequestsKept) {
    return new Scenario(
        name,
        description,
        seed,
        replications,
        horizonNanos,
        warmUp,
        drain,
        month,
        arrivals,
        shoppers,
        otherPools,
        otherRouting,
        otherSlos,
        currency,
        otherFacts,
        otherClaims,
        otherRequestsKept);
  }

  private Scenario copy(
      long otherSeed,
      long otherHorizonNanos,
      WarmUp otherWarmUp,
      Month otherMonth,
      Arrivals otherArrivals,
      List<ShopperClass> otherShoppers,
      List<PoolSpec> otherPools) {
    return new Scenario(
        name,
        description,
        otherSeed,
        replications,
        otherHorizonNanos,
        otherWarmUp,
        drain,
        otherMonth,
        otherArrivals,
        otherShoppers,
        otherPools,
        routing,
        slos,
        currency,
        facts,
        claims,
        requestsKept);
  }

  /** The first part of the same. */
  public Scenario shortened(double part) {
    WarmUp shorter =
        warmUp instanceof WarmUp.Fixed fixed
            ? new WarmUp.Fixed(Math.max(1, Math.round(fixed.nanos() * part)))
            : warmUp;
    return over(Math.max(2, Math.round(horizonNanos * part)), shorter);
  }

  /**
   * The same at so many times the load. What was recorded goes by in less time, and so the run is
   * shorter.
   */
  public Scenario atLoad(double factor) {
    boolean recorded = arrivals instanceof Arrivals.Open open && open.isRecorded();
    Scenario loaded =
        copy(
            seed,
            horizonNanos,
            warmUp,
            month.atLoad(factor),
            arrivals.atLoad(factor),
            shoppers,
            pools);
    return recorded ? loaded.shortened(1 / factor) : loaded;
  }

  /** The horizon in seconds. */
  public double horizonSeconds() {
    return horizonNanos / 1e9;
  }

  /** The pool of that name. */
  public PoolSpec pool(String poolName) {
    return pools.stream().filter(p -> p.name().equals(poolName)).findFirst().orElseThrow();
  }

  /** Tokens of instructions that a request begins with, mean over the classes of shoppers. */
  public double systemTokens() {
    return shoppers.stream()
        .mapToDouble(s -> s.share() * s.context().map(Context::systemTokens).orElse(0))
        .sum();
  }
}
