/**
 * Copies of real requests that go to a pool whose answers nobody gets: who sends them, how answers
 * are compared, and what is kept of it.
 */
package footfall.serving.shadow;
