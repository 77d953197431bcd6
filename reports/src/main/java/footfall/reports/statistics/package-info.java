/** Intervals, warm-up removal and figures as people read them. */
package footfall.reports.statistics;
