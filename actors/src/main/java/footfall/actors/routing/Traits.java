package footfall.actors.routing;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Request;
import footfall.scenarios.Scenario;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.routing.Classifier;
import footfall.scenarios.routing.Policy.Trait;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.List;
import java.util.Optional;

/**
 * Of which kind requests are: truly, and as the classifier tells it. It tells the same of all calls
 * of a turn. Not thread-safe.
 */
final class Traits {
  /** The label of a request that is of no kind. */
  static final int NONE = -1;

  private final Trait trait;
  private final Vocabulary vocabulary;
  private final List<String> labels;
  private final Optional<Classifier> classifier;
  private final RandomStream random = new RandomStream();

  Traits(Scenario scenario, Trait trait) {
    this.trait = trait;
    this.vocabulary = Vocabulary.of(scenario.shoppers());
    this.classifier = scenario.routing().classifier();
    this.labels = labels(scenario.shoppers());
  }

  /** Every kind that there is. */
  List<String> labels() {
    return labels;
  }

  private List<String> labels(List<ShopperClass> classes) {
    return switch (trait) {
      case INTENT -> vocabulary.intents();
      case LANGUAGE -> vocabulary.languages();
      case PRIORITY ->
          classes.stream().map(c -> Integer.toString(c.priority())).distinct().toList();
    };
  }

  /** The index of the request's true label. */
  int truth(Request request) {
    return switch (trait) {
      case INTENT -> request.intent();
      case LANGUAGE -> request.language();
      case PRIORITY -> labels.indexOf(Integer.toString(request.priority()));
    };
  }

  /**
   * The index of the label that the classifier tells; the true one where there is none. Where a
   * model was really asked it is what that said.
   */
  int told(Request request) {
    Exchange exchange = request.step().exchange();
    String said = exchange == null ? null : exchange.label();
    if (said != null) {
      return labels.indexOf(said);
    }
    int truth = truth(request);
    if (classifier.isEmpty() || truth == NONE) {
      return truth;
    }
    Classifier station = classifier.get();
    List<Double> row = station.confusion().get(station.labels().indexOf(labels.get(truth)));
    long key = Streams.draw(request.shopperKey(), Purpose.CLASSIFICATION, request.turnDrawn());
    double left = random.at(key).nextDouble();
    int told = 0;
    while (told < row.size() - 1 && left >= row.get(told)) {
      left -= row.get(told);
      told++;
    }
    return labels.indexOf(station.labels().get(told));
  }
}
