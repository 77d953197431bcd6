/**
 * What is written down while a load test goes on: {@link footfall.gatling.measuring.LoadLog} of the
 * requests, {@link footfall.gatling.measuring.Scraper} of the server's own metrics, and {@link
 * footfall.gatling.measuring.ProgressReporter} of how it goes.
 */
package footfall.gatling.measuring;
