/**
 * The door to HTTP: what clients of OpenAI-compatible servers expect, and no more. Start at {@link
 * footfall.serving.gateway.Gateway}; a request is read by {@link
 * footfall.serving.gateway.RequestReader}, goes to the ingress as an exchange, and its reply is
 * written whole or as a stream.
 */
package footfall.serving.gateway;
