/**
 * The door to HTTP: what clients of OpenAI-compatible servers expect, and no more. Start at {@link
 * footfall.serving.gateway.Gateway}; a request is read by {@link
 * footfall.serving.gateway.RequestReader}, goes to the front desk as a talk, and its reply is
 * written whole or as a stream.
 */
package footfall.serving.gateway;
