/**
 * What there is to buy and who comes for it, in an evaluation: a {@link
 * footfall.scenarios.retail.Catalog} of products, and a {@link footfall.scenarios.retail.Customer}
 * with a {@link footfall.scenarios.retail.Taste} that it does not tell all at once.
 */
package footfall.scenarios.retail;
