/**
 * The scenario's shoppers as clients: {@link footfall.gatling.shoppers.Visits} lets them in, and a
 * {@link footfall.gatling.shoppers.Visit} is one conversation after the other, with what was said.
 */
package footfall.gatling.shoppers;
