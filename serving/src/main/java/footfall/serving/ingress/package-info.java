/**
 * Where requests from outside come in: {@link footfall.serving.ingress.RequestIngress} hands them
 * to the router as those of a shopper, and keeps the sessions of an A/B test.
 */
package footfall.serving.ingress;
