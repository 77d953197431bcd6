package footfall.scenarios;

/**
 * Electric power of one worker, linear in how many of its slots are busy.
 *
 * @param idleWatts with no request in service
 * @param busyWatts with every slot busy
 * @param pue power usage effectiveness of the site, at least 1
 * @param gramsPerKilowattHour carbon intensity of the grid, in g CO2e
 */
public record Power(double idleWatts, double busyWatts, double pue, double gramsPerKilowattHour) {}
