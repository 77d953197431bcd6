package footfall.scenarios.shoppers;

import footfall.scenarios.distributions.Distribution;
import java.util.List;
import java.util.Optional;

/**
 * What a shopper wants from turn to turn: a Markov chain whose states are the agent's tools and
 * what else is said. A conversation is over when the chain ends or the turns are used up, whichever
 * is first.
 *
 * @param start probability of each intent for the first turn; sums to 1
 */
public record Intents(List<Double> start, List<Intent> intents) {
  /** Copies the lists. */
  public Intents {
    start = List.copyOf(start);
    intents = List.copyOf(intents);
  }

  /** Whether any intent accepts what was recommended. */
  public boolean canAccept() {
    return intents.stream().anyMatch(Intent::accepts);
  }

  /**
   * One intent.
   *
   * @param calls model calls that a turn takes, rounded, at least one: all but the last use a tool
   * @param tool seconds that a tool takes between two calls
   * @param toolTokens tokens that a tool returns, which the next call reads
   * @param toolCalls requests to a pool that the tool makes besides; empty for none
   * @param replyTokens of each call, where they differ from those of the shopper
   * @param accepts whether the shopper accepts a recommendation with it
   * @param reasons why the shopper rejects, with probabilities that sum to 1; empty if it does not
   * @param next probability of each intent for the next turn; what is missing from 1 ends it
   */
  public record Intent(
      String name,
      Distribution calls,
      Distribution tool,
      Distribution toolTokens,
      Optional<ToolCalls> toolCalls,
      Optional<Distribution> replyTokens,
      boolean accepts,
      List<Reason> reasons,
      List<Double> next) {
    /** Copies the lists. */
    public Intent {
      reasons = List.copyOf(reasons);
      next = List.copyOf(next);
    }
  }

  /**
   * A tool that has workers of its own, or a model that works for another: the next call waits for
   * all of its requests.
   *
   * @param pool that serves them
   * @param parallel how many there are at the same time, at least one
   * @param inputTokens of each
   * @param outputTokens of each
   */
  public record ToolCalls(
      String pool, Distribution parallel, Distribution inputTokens, Distribution outputTokens) {}

  /** Why a recommendation is rejected. */
  public record Reason(String name, double share) {}
}
