package footfall.scenarios.routing;

import java.util.List;

/**
 * A station of its own that says of which kind a request is, and errs.
 *
 * @param pool in which it runs: it takes time, queues, costs and draws power like any other
 * @param labels that it knows
 * @param confusion for each true label, the probability of each label that is told; rows sum to one
 * @param errorCost satisfaction that an answer loses where its request was taken for another kind
 */
public record Classifier(
    String pool, List<String> labels, List<List<Double>> confusion, double errorCost) {
  /** Copies the lists. */
  public Classifier {
    labels = List.copyOf(labels);
    confusion = confusion.stream().map(List::copyOf).toList();
  }
}
