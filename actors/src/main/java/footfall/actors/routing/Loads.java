package footfall.actors.routing;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;

/**
 * What the router knows of the pools: how many requests are in each, which it counts itself, what
 * it sends and what is reported to have left; and how many of its workers are there, as the pool
 * tells. Policies see a copy that is renewed only so often. Not thread-safe.
 */
final class Loads {
  private final long stalenessNanos;
  private final int[] slots;
  private final int[] servers;
  private final boolean[] startsOnDemand;
  private final int[] inSystem;
  private final int[] seenServers;
  private final int[] seen;
  private long nextViewNanos;

  /** Empty pools, with a view as stale as the scenario says. */
  Loads(Scenario scenario) {
    this.stalenessNanos = scenario.routing().stalenessNanos();
    this.slots = scenario.pools().stream().mapToInt(PoolSpec::slots).toArray();
    this.servers = scenario.pools().stream().mapToInt(PoolSpec::servers).toArray();
    this.startsOnDemand = new boolean[servers.length];
    for (int pool = 0; pool < servers.length; pool++) {
      startsOnDemand[pool] = scenario.pools().get(pool).operations().startsOnDemand();
    }
    this.inSystem = new int[servers.length];
    boolean stale = stalenessNanos > 0;
    this.seen = stale ? new int[servers.length] : inSystem;
    this.seenServers = stale ? servers.clone() : servers;
  }

  /** So many workers of the pool are there from now on. */
  void workersUp(int pool, int workers, long nowNanos) {
    renew(nowNanos);
    servers[pool] = workers * slots[pool];
  }

  /** A request is sent to the pool. */
  void sent(int pool, long nowNanos) {
    renew(nowNanos);
    inSystem[pool]++;
  }

  /** A request has left the pool. */
  void left(int pool, long nowNanos) {
    renew(nowNanos);
    inSystem[pool]--;
  }

  /** Takes a new view where one is due: of how things stood at that instant, before any change. */
  void renew(long nowNanos) {
    if (stalenessNanos > 0 && nowNanos >= nextViewNanos) {
      System.arraycopy(inSystem, 0, seen, 0, seen.length);
      System.arraycopy(servers, 0, seenServers, 0, servers.length);
      nextViewNanos = (nowNanos / stalenessNanos + 1) * stalenessNanos;
    }
  }

  /** Requests waiting or in service in the pool, when the view was taken. */
  int inSystem(int pool) {
    return seen[pool];
  }

  /** Requests waiting in the pool. */
  int waiting(int pool) {
    return Math.max(0, seen[pool] - seenServers[pool]);
  }

  /** Requests that the pool serves at the same time; zero where no worker is there. */
  int servers(int pool) {
    return seenServers[pool];
  }

  /** Whether any worker of the pool is there, or starts when a request comes. */
  boolean isUp(int pool) {
    return seenServers[pool] > 0 || startsOnDemand[pool];
  }

  /** Whether the pool has fewer requests for each of its slots than another. */
  boolean isLess(int pool, int other) {
    return isUp(pool)
        && (!isUp(other)
            || (long) seen[pool] * seenServers[other] < (long) seen[other] * seenServers[pool]);
  }
}
