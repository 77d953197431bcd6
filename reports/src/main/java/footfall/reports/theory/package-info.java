/**
 * Closed forms. Start with {@link footfall.reports.theory.Reduction}, which recognises the pools of
 * a scenario that are textbook queues.
 */
package footfall.reports.theory;
