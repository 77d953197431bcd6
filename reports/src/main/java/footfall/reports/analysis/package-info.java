/**
 * From records to results. Start with {@link footfall.reports.analysis.Analysis}; its samples are
 * replications, or batches where there is only one.
 */
package footfall.reports.analysis;
