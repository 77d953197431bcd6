/**
 * The scenario's shoppers as clients: {@link footfall.gatling.shoppers.VirtualUserFeeder} lets them
 * in, and a {@link footfall.gatling.shoppers.VirtualUser} is one conversation after the other, with
 * what was said.
 */
package footfall.gatling.shoppers;
