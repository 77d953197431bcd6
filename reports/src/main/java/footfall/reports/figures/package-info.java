/** How a figure is written for people: three digits and its unit. */
package footfall.reports.figures;
