/** {@link footfall.actors.supervision.Supervisor}, which writes everything down. */
package footfall.actors.supervision;
