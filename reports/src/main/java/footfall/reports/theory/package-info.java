/**
 * Which pools of a scenario are textbook queues. Start with {@link
 * footfall.reports.theory.Reduction}; the closed forms are those of {@link
 * footfall.queueing.closedforms}.
 */
package footfall.reports.theory;
