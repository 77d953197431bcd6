/**
 * Whether objectives are met, laws hold, closed forms agree and claims are true. Start with {@link
 * footfall.reports.analysis.verdicts.SloJudge}.
 */
package footfall.reports.analysis.verdicts;
