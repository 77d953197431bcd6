/** How models are examined: {@link footfall.scenarios.evaluation.Evaluation}. */
package footfall.scenarios.evaluation;
