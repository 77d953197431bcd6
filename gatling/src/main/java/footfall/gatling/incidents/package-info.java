/** Incidents that a load test plays on a staging gateway. */
package footfall.gatling.incidents;
