/**
 * From records to results, by kind of run; {@link footfall.reports.analysis.samples} and {@link
 * footfall.reports.analysis.verdicts} are what all kinds share. Start with {@link
 * footfall.reports.analysis.run.Analysis}; its samples are replications, or batches where there is
 * only one.
 */
package footfall.reports.analysis;
