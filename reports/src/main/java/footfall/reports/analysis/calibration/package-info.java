/** The sentence on top of a calibration. */
package footfall.reports.analysis.calibration;
