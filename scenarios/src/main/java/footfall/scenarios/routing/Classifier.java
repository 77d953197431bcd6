package footfall.scenarios.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A station of its own that says of which kind a request is, and errs.
 *
 * @param pool in which it runs: it takes time, queues, costs and draws power like any other
 * @param labels that it knows
 * @param confusion for each true label, the probability of each label that is told; rows sum to one
 * @param rules in live mode, by label: regular expressions of which one is found in what is asked;
 *     empty where the pool's model is asked
 * @param errorCost satisfaction that an answer loses where its request was taken for another kind
 */
public record Classifier(
    String pool,
    List<String> labels,
    List<List<Double>> confusion,
    Map<String, List<String>> rules,
    double errorCost) {
  /** Copies the lists, and the map in its order. */
  public Classifier {
    labels = List.copyOf(labels);
    confusion = confusion.stream().map(List::copyOf).toList();
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }
}
