/**
 * What to buy. Start with {@link footfall.simulator.planning.Planner}; then the {@code Screening}
 * of all configurations by theory ({@code Forecaster}), the {@code Search} and {@code Selection} by
 * simulation, and the studies of the answer: {@code HeadroomStudy}, {@code SensitivityStudy},
 * {@code GrowthStudy}.
 */
package footfall.simulator.planning;
