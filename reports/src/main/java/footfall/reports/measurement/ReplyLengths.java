package footfall.reports.measurement;

/**
 * How long the answered replies of a load test were.
 *
 * @param forced whether the target was made to write as many tokens as the scenario has
 * @param planned tokens of a reply by the scenario, mean; NaN where none was answered
 */
public record ReplyLengths(boolean forced, double planned) {}
