/**
 * The month that is paid for, of which a run is a part. Start with {@link
 * footfall.scenarios.months.Month}.
 */
package footfall.scenarios.months;
