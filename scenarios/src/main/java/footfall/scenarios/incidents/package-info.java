/**
 * What goes wrong in a scenario at stated times. Start with {@link
 * footfall.scenarios.incidents.Incidents}.
 */
package footfall.scenarios.incidents;
