/**
 * What a client has measured of a deployment that it does not see into: {@link
 * footfall.reports.measurement.MeasuredRequest}, one after the other, from which {@link
 * footfall.reports.measurement.MeasuredRun} keeps the record of a run.
 */
package footfall.reports.measurement;
