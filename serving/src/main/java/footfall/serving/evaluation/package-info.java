/**
 * Examines models, one after the other. Start at {@link
 * footfall.serving.evaluation.ModelEvaluator}, which has an {@link
 * footfall.serving.evaluation.EvaluationSession} for each shopper; in it an {@link
 * footfall.serving.evaluation.Assistant} is asked until it has answered.
 */
package footfall.serving.evaluation;
