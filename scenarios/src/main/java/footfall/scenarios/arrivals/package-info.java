/**
 * How shoppers come. {@link footfall.scenarios.arrivals.Arrivals} first: open processes make {@link
 * footfall.scenarios.arrivals.ArrivalTimes}, closed populations do not. Rate shapes stretch and
 * squeeze the time of any open process ({@link footfall.scenarios.arrivals.OperationalTime}).
 */
package footfall.scenarios.arrivals;
