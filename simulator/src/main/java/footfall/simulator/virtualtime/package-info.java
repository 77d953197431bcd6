/**
 * When things happen. {@link footfall.simulator.virtualtime.VirtualTime} is an actor system in
 * which a day takes as long as its messages; the event loop inside replaces Pekko's dispatcher,
 * mailboxes and scheduler.
 */
package footfall.simulator.virtualtime;
