package footfall.actors.routing;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;

/**
 * What the router knows of how many requests are in each pool. It counts them itself, what it sends
 * and what is reported to have left; policies see a copy that is renewed only so often. Not
 * thread-safe.
 */
final class Loads {
  private final long stalenessNanos;
  private final int[] servers;
  private final int[] inSystem;
  private final int[] seen;
  private long nextViewNanos;

  /** Empty pools, with a view as stale as the scenario says. */
  Loads(Scenario scenario) {
    this.stalenessNanos = scenario.routing().stalenessNanos();
    this.servers = scenario.pools().stream().mapToInt(PoolSpec::servers).toArray();
    this.inSystem = new int[servers.length];
    this.seen = stalenessNanos == 0 ? inSystem : new int[servers.length];
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
      nextViewNanos = (nowNanos / stalenessNanos + 1) * stalenessNanos;
    }
  }

  /** Requests waiting or in service in the pool, when the view was taken. */
  int inSystem(int pool) {
    return seen[pool];
  }

  /** Requests waiting in the pool, if all its workers are there. */
  int waiting(int pool) {
    return Math.max(0, seen[pool] - servers[pool]);
  }

  /** Requests that the pool serves at the same time. */
  int servers(int pool) {
    return servers[pool];
  }

  /** Whether the pool has fewer requests for each of its slots than another. */
  boolean isLess(int pool, int other) {
    return (long) seen[pool] * servers[other] < (long) seen[other] * servers[pool];
  }
}
