/**
 * Reports as one HTML file each. Start with {@link footfall.reports.rendering.html.HtmlReport};
 * {@link footfall.reports.rendering.html.Page} holds them.
 */
package footfall.reports.rendering.html;
