/**
 * The tables of a run folder: CSV, Markdown for claims, JSON lines for requests. Start with {@link
 * footfall.reports.rendering.tables.CsvTables}.
 */
package footfall.reports.rendering.tables;
