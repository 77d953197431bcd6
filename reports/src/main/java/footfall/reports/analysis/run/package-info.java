/**
 * From the records of one run to its results. Start with {@link
 * footfall.reports.analysis.run.Analysis}.
 */
package footfall.reports.analysis.run;
