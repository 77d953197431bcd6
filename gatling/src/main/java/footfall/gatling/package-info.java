/** Scenarios as load on a real target; never depends on the actors. */
package footfall.gatling;
