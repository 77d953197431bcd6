package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import footfall.reports.results.SizingFigures.Answer;
import java.util.List;
import java.util.Map;

/**
 * The cheapest that meets the objectives at a point of a sweep.
 *
 * @param verdict whether it is that; where nothing meets them, it is what comes nearest
 * @param configuration what was chosen, by the name of the decision
 * @param bought the same in words: 2 x gpu-l4 with library/qwen3-8b
 * @param pools that are bought, those that get requests
 * @param configurations among which it was chosen
 * @param simulated how many of them were put on trial
 */
public record Fleet(
    Answer verdict,
    Map<String, String> configuration,
    String bought,
    List<String> pools,
    long configurations,
    long simulated) {
  /** Whether it meets the objectives. */
  @JsonIgnore
  public boolean isKnownToDo() {
    return verdict != Answer.INFEASIBLE;
  }
}
