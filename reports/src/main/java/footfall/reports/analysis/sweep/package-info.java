/**
 * What a sweep shows: Pareto fronts and the sentence on top. Start with {@link
 * footfall.reports.analysis.sweep.SweepAnswer}.
 */
package footfall.reports.analysis.sweep;
