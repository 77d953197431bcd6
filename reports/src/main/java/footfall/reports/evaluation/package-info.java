/**
 * How good a model's conversations were. An {@link
 * footfall.reports.evaluation.EvaluatedConversation} is turns; each is marked by {@link
 * footfall.reports.evaluation.Ranking}, {@link footfall.reports.evaluation.CallMarks}, {@link
 * footfall.reports.evaluation.Coherence} and {@link footfall.reports.evaluation.Breakdown}, and
 * {@link footfall.reports.evaluation.QualityScores} are what comes of it. Start there.
 */
package footfall.reports.evaluation;
