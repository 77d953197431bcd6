package footfall.scenarios.sizing;

import java.util.List;

/**
 * How the twelve months of a plan differ from now, which is month zero.
 *
 * @param growth of the load in a month, .05 for 5 %
 * @param tokenPrices by what part of themselves prices of use change in a month
 * @param hourPrices the same of workers' hours
 * @param costs that no configuration changes
 */
public record Outlook(double growth, double tokenPrices, double hourPrices, List<CostLine> costs) {
  /** A cost, staff say, in each month from one on. */
  public record CostLine(String name, double perMonth, int fromMonth) {}

  /** Copies the list. */
  public Outlook {
    costs = List.copyOf(costs);
  }

  /** The load of a month over the present one. */
  public double load(int month) {
    return Math.pow(1 + growth, month);
  }

  /** Prices of use in a month over the present ones. */
  public double tokens(int month) {
    return Math.pow(1 + tokenPrices, month);
  }

  /** Prices of workers' hours in a month over the present ones. */
  public double hours(int month) {
    return Math.pow(1 + hourPrices, month);
  }

  /** Whether prices change at all. */
  public boolean pricesChange() {
    return tokenPrices != 0 || hourPrices != 0;
  }

  /** Other costs of a month. */
  public double costs(int month) {
    return costs.stream()
        .filter(line -> line.fromMonth() <= month)
        .mapToDouble(CostLine::perMonth)
        .sum();
  }
}
