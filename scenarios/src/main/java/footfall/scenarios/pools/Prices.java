package footfall.scenarios.pools;

/**
 * What a pool costs, in currency units; zero where it does not cost that way.
 *
 * @param perWorkerHour of every worker that is there or starting, busy or not
 * @param perMillionCachedTokens of repeated context that the vendor has cached
 */
public record Prices(
    double perWorkerHour,
    double perMillionInputTokens,
    double perMillionCachedTokens,
    double perMillionOutputTokens,
    double perConversation) {
  /** Nothing costs anything. */
  public static final Prices FREE = new Prices(0, 0, 0, 0, 0);

  /** The same with hourly prices and usage prices multiplied by these factors. */
  public Prices times(double hours, double use) {
    return new Prices(
        perWorkerHour * hours,
        perMillionInputTokens * use,
        perMillionCachedTokens * use,
        perMillionOutputTokens * use,
        perConversation * use);
  }

  /** What these tokens cost. */
  public double ofTokens(double input, double cached, double output) {
    return (perMillionInputTokens * (input - cached)
            + perMillionCachedTokens * cached
            + perMillionOutputTokens * output)
        / 1e6;
  }
}
