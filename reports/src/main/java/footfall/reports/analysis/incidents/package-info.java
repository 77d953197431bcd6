/**
 * Incidents that were played on a staging gateway beside the same in simulation. Start with {@link
 * footfall.reports.analysis.incidents.IncidentAnalysis}.
 */
package footfall.reports.analysis.incidents;
