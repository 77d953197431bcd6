/**
 * Examines models, one after the other. Start at {@link
 * footfall.actors.live.evaluation.Examination}, which has an {@link
 * footfall.actors.live.evaluation.Interview} for each shopper; in it an {@link
 * footfall.actors.live.evaluation.Assistant} is asked until it has answered.
 */
package footfall.actors.live.evaluation;
