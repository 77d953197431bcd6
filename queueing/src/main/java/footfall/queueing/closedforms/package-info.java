/**
 * Closed forms of queues in steady state, each with its source: waiting times, sojourn times, loss.
 */
package footfall.queueing.closedforms;
