/** Runs beside a baseline. Start with {@link footfall.reports.analysis.comparison.Comparisons}. */
package footfall.reports.analysis.comparison;
