/**
 * Scenarios as load on a real target; never depends on the actors. {@link
 * footfall.gatling.ConversationSimulation} is where Gatling begins, {@link
 * footfall.gatling.LoadRun} holds what a run needs from its first shopper to its run folder.
 */
package footfall.gatling;
