/**
 * What a load test has measured, beside what was predicted. Start with {@link
 * footfall.reports.analysis.load.LoadAnalysis}.
 */
package footfall.reports.analysis.load;
