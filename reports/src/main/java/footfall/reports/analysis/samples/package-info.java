/**
 * What was measured, summed by replication or batch, and the figures and intervals that follow from
 * it. Start with {@link footfall.reports.analysis.samples.Samples}.
 */
package footfall.reports.analysis.samples;
