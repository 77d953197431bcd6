package footfall.actors.workers;

import footfall.scenarios.pools.Prices;
import footfall.scenarios.pools.VendorApi;

/** What a vendor still grants one account: its quotas and its budget. Not thread-safe. */
public final class Account {
  private static final long MONTH_NANOS = 730L * 3_600 * 1_000_000_000;

  private final VendorApi api;
  private final Prices prices;
  private final TokenBucket requests;
  private final TokenBucket tokens;
  private double spent;
  private long month;

  /** An account that has spent what the API's figures say. */
  public Account(VendorApi api, Prices prices) {
    this.api = api;
    this.prices = prices;
    this.requests = new TokenBucket(api.requestsPerMinute().orElse(Double.MAX_VALUE));
    this.tokens = new TokenBucket(api.tokensPerMinute().orElse(Double.MAX_VALUE));
    this.spent = api.spentBefore();
  }

  /**
   * Takes a request out of the quotas.
   *
   * @return zero where it is granted; or nanoseconds after which to try again, {@link
   *     TokenBucket#NEVER} where it is larger than a whole quota
   */
  long take(double requestTokens, long nowNanos) {
    long waitNanos =
        Math.max(requests.waitNanos(1, nowNanos), tokens.waitNanos(requestTokens, nowNanos));
    if (waitNanos == 0) {
      requests.take(1);
      tokens.take(requestTokens);
    }
    return waitNanos;
  }

  /** Tokens were used that are paid for. */
  public void pay(double input, double cached, double output) {
    spent += prices.ofTokens(input, cached, output);
  }

  /** Whether what is left of this month's budget, a month having 730 hours, pays for the tokens. */
  public boolean affords(double input, double cached, double output, long nowNanos) {
    if (nowNanos / MONTH_NANOS > month) {
      month = nowNanos / MONTH_NANOS;
      spent = 0;
    }
    return api.monthlyBudget().isEmpty()
        || spent + prices.ofTokens(input, cached, output) <= api.monthlyBudget().getAsDouble();
  }
}
