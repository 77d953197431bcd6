/**
 * What a sizing needs to know of a configuration, and the sentence on top. Start with {@link
 * footfall.reports.analysis.sizing.SizingAnswer}.
 */
package footfall.reports.analysis.sizing;
