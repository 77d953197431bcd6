/** Service models from measurements: {@link footfall.reports.calibration.ServiceFit} first. */
package footfall.reports.calibration;
