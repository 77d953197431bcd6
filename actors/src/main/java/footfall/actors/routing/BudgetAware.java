package footfall.actors.routing;

import footfall.actors.protocol.Request;

/**
 * The preferred pool as long as the budget pays for the request, else the other. Money comes in
 * evenly from zero on; what is not spent is saved, up to the budget of one period.
 */
final class BudgetAware implements RoutingPolicy {
  private final int preferred;
  private final int otherwise;
  private final double amount;
  private final double periodNanos;
  private final Tariff tariff;
  private double saved;
  private long lastNanos;

  /**
   * A policy with an empty purse.
   *
   * @param amount currency units that come in each period
   */
  BudgetAware(int preferred, int otherwise, double amount, long periodNanos, Tariff tariff) {
    this.preferred = preferred;
    this.otherwise = otherwise;
    this.amount = amount;
    this.periodNanos = periodNanos;
    this.tariff = tariff;
  }

  @Override
  public int choose(Request request, Loads loads) {
    long now = request.submittedNanos();
    saved = Math.min(amount, saved + amount * ((now - lastNanos) / periodNanos));
    lastNanos = now;
    double price = tariff.paid(preferred, request);
    if (price > saved) {
      return otherwise;
    }
    saved -= price;
    return preferred;
  }
}
