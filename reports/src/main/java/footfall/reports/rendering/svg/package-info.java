/** Charts as SVG. Start with {@link footfall.reports.rendering.svg.Scale}. */
package footfall.reports.rendering.svg;
