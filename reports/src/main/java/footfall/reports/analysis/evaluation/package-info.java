/**
 * What models have shown in an evaluation. Start with {@link
 * footfall.reports.analysis.evaluation.EvaluationOutcome}.
 */
package footfall.reports.analysis.evaluation;
