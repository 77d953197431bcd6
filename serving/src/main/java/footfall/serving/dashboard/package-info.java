/** The live page of a run: start with {@link footfall.serving.dashboard.Dashboard}. */
package footfall.serving.dashboard;
