/** The live page of a run: start with {@link footfall.actors.live.dashboard.Dashboard}. */
package footfall.actors.live.dashboard;
