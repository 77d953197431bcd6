/**
 * The files of a run. Start with {@link footfall.reports.rendering.RunFolder}, which writes them
 * all and gives the folder its name last.
 */
package footfall.reports.rendering;
