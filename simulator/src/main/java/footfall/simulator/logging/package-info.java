/** What is logged, in which form: {@link footfall.simulator.logging.LogSettings} first. */
package footfall.simulator.logging;
