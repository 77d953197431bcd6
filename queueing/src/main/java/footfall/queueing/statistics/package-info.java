/** Histograms, confidence intervals, sequential tests and removal of the initial transient. */
package footfall.queueing.statistics;
