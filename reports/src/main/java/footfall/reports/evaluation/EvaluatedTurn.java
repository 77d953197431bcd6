package footfall.reports.evaluation;

import footfall.scenarios.dialogues.Line;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.retail.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A message of a shopper and what a model made of it.
 *
 * @param calls of tools, in order
 * @param results what the tools answered
 * @param reply empty where there was none
 * @param ending how the reply came to its end
 * @param named products that the reply names, in order, whether found or not
 * @param found products that the tools of this turn found, in their order
 */
public record EvaluatedTurn(
    Line said,
    List<ToolCall> calls,
    List<String> results,
    String reply,
    Ending ending,
    List<Product> named,
    List<Product> found) {
  /** How a reply came to its end. */
  public enum Ending {
    /** By itself. */
    COMPLETE,
    /** The longest reply was too short for it, or the context. */
    CUT,
    /** The model called tools until it was told to stop. */
    LOOPED,
    /** There was none. */
    FAILED
  }

  private static final Set<String> SEEKING =
      Set.of("search", "recommend", "filter", "visual_search");

  /** Copies the lists. */
  public EvaluatedTurn {
    calls = List.copyOf(calls);
    results = List.copyOf(results);
    named = List.copyOf(named);
    found = List.copyOf(found);
  }

  /** Whether products are asked for, and ranking them is the point. */
  public boolean seeksProducts() {
    return SEEKING.contains(said.intent());
  }

  /** What the shopper sees: what the reply names, then what else was found. */
  public List<Product> shown() {
    List<Product> shown = new ArrayList<>(named);
    found.stream().filter(product -> !named.contains(product)).forEach(shown::add);
    return shown;
  }
}
