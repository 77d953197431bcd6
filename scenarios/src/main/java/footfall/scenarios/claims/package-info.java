/**
 * What is claimed of a deployment: {@link footfall.scenarios.claims.Claim}, judged by {@link
 * footfall.scenarios.claims.Arithmetic} over facts and by the run.
 */
package footfall.scenarios.claims;
