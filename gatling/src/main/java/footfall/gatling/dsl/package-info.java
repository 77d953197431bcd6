/**
 * The protocol for simulations of Gatling's users: {@link footfall.gatling.dsl.FootfallDsl} is what
 * they import. {@link footfall.gatling.dsl.RequestToModel} says what is asked, {@link
 * footfall.gatling.dsl.AskModel} asks it, and {@link footfall.gatling.dsl.ReplyChecks} look at the
 * reply.
 */
package footfall.gatling.dsl;
