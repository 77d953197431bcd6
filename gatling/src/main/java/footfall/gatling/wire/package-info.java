/**
 * The OpenAI-compatible API from the client's side: what is written, and what is heard and when.
 */
package footfall.gatling.wire;
