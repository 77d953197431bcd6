package footfall.actors.workers;

import footfall.scenarios.pools.Prices;
import footfall.scenarios.pools.Quotas;
import footfall.scenarios.pools.VendorApi;

/** What a vendor still grants one account: its quotas and its budget. Not thread-safe. */
public final class Account {
  /** The wait for one of the open calls to end, which nobody knows. */
  static final long CROWDED = 1;

  private static final long MONTH_NANOS = 730L * 3_600 * 1_000_000_000;

  private final VendorApi api;
  private final Prices prices;
  private final Quotas quotas;
  private final Allowance[] left;
  private int open;
  private double spent;
  private long month;

  /** An account that has spent what the API's figures say. */
  public Account(VendorApi api, Prices prices) {
    this.api = api;
    this.prices = prices;
    this.quotas = api.quotas();
    this.left = quotas.limits().stream().map(Allowance::of).toArray(Allowance[]::new);
    this.spent = api.spentBefore();
  }

  /**
   * Opens a call and takes it out of the quotas. One that is granted must be {@link #close closed}.
   *
   * @return zero where it is granted; or nanoseconds after which to try again, {@link
   *     Allowance#NEVER} where it is larger than a whole quota, {@link #CROWDED} where too many
   *     others are open
   */
  long open(double input, double cached, double output, long nowNanos) {
    double counted = quotas.counted(input, cached);
    double taken = reserved(output);
    long waitNanos = open >= quotas.concurrent().orElse(Integer.MAX_VALUE) ? CROWDED : 0;
    for (int i = 0; i < left.length; i++) {
      double units = quotas.limits().get(i).unit().of(1, counted, taken);
      waitNanos = Math.max(waitNanos, left[i].waitNanos(units, nowNanos));
    }
    if (waitNanos == 0) {
      open++;
      for (int i = 0; i < left.length; i++) {
        left[i].take(quotas.limits().get(i).unit().of(1, counted, taken));
      }
    }
    return waitNanos;
  }

  /** A call is over: what was reserved and not written goes back into the quotas. */
  void close(double output, long openedNanos, long nowNanos) {
    open--;
    double unused = reserved(output) - output;
    for (int i = 0; unused > 0 && i < left.length; i++) {
      double units = quotas.limits().get(i).unit().of(0, 0, unused);
      left[i].giveBack(units, openedNanos, nowNanos);
    }
  }

  private double reserved(double output) {
    return Math.max(output, quotas.reserved().orElse(0));
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
