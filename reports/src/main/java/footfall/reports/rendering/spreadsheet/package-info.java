/** Plans as spreadsheets, for those who go on calculating. */
package footfall.reports.rendering.spreadsheet;
