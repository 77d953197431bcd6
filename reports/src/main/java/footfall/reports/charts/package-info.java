/**
 * Pictures of reports, as data: {@link footfall.reports.charts.Chart} is a line chart that the
 * page's own script draws, with the numbers for the table behind it.
 */
package footfall.reports.charts;
