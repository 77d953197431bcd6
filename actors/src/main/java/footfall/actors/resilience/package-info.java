/** What a client does about a server that fails: pauses, retries and circuit breakers. */
package footfall.actors.resilience;
