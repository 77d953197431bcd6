/**
 * Recorded workloads. {@link footfall.scenarios.traces.TraceReader} reads one, {@link
 * footfall.scenarios.traces.TraceSummary} describes it and {@link
 * footfall.scenarios.traces.TraceFit} offers models that resemble it.
 */
package footfall.scenarios.traces;
