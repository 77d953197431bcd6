package footfall.actors.satisfaction;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.Route;
import footfall.actors.protocol.Step;
import footfall.reports.recording.ConversationWorth;
import footfall.reports.recording.ConversationWorth.Prospect;
import footfall.reports.recording.Opinions;
import footfall.scenarios.Scenario;
import footfall.scenarios.conversations.Satisfaction;
import footfall.scenarios.conversations.ShopperDraws;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quality;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.routing.Classifier;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.routing.Policy.Cascade.Joint;
import footfall.scenarios.shoppers.Purchase;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.SlowAnswers;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shoppers make of the answers they get, and what they do for it. Every caller gets the same
 * verdict: it depends on nothing but the request, the pool that answered and how long it took.
 * Immutable, so any actor may ask.
 *
 * <p>The draws belong to the shopper and the turn, not to the pool, so that deployments are
 * compared on the same questions: what one model finds hard, any other finds hard too, each on its
 * own scale. A request that is sent on to another pool is drawn afresh.
 */
public final class SatisfactionModel {
  private static final List<String> MEASURES = FigureName.QUALITY;
  private static final Constant UNSTATED = new Constant(Double.NaN);

  private final List<ShopperClass> classes;
  private final boolean isStated;
  private final double errorCost;
  private final boolean judgesConversations;

  /** By class, whether slow answers make a difference. */
  private final boolean[] mindsTime;

  /** Null unless two pools answer the same questions one after the other. */
  private final @Nullable Joint joint;

  /** By pool, language and intent, both one on, and measure. */
  private final Distribution[][][][] quality;

  private SatisfactionModel(Scenario scenario, boolean judgesQuality) {
    this.classes = scenario.shoppers();
    this.isStated =
        judgesQuality
            && (isJoint(scenario)
                || scenario.pools().stream().anyMatch(pool -> pool.quality().isStated()));
    this.errorCost = scenario.routing().classifier().map(Classifier::errorCost).orElse(0.0);
    this.mindsTime = new boolean[classes.size()];
    for (int i = 0; i < mindsTime.length; i++) {
      mindsTime[i] = !classes.get(i).slowAnswers().equals(SlowAnswers.NEVER_MIND);
    }
    this.joint =
        scenario.routing().policy() instanceof Policy.Cascade cascade
            ? cascade.joint().orElse(null)
            : null;
    this.judgesConversations =
        isStated && scenario.routing().policy() instanceof Policy.StickySplit;
    this.quality =
        isStated
            ? scenario.pools().stream()
                .map(pool -> byLanguage(pool, Vocabulary.of(classes)))
                .toArray(Distribution[][][][]::new)
            : new Distribution[0][][][];
  }

  /** Satisfaction with the answers that the scenario's pools give. */
  public static SatisfactionModel of(Scenario scenario) {
    return new SatisfactionModel(scenario, true);
  }

  /** Satisfaction with time alone, where the quality of real answers is not known. */
  public static SatisfactionModel ofTimes(Scenario scenario) {
    return new SatisfactionModel(scenario, false);
  }

  private static Distribution[][][] byLanguage(PoolSpec pool, Vocabulary words) {
    Distribution[][][] table = new Distribution[words.languages().size() + 1][][];
    for (int language = 0; language < table.length; language++) {
      table[language] = new Distribution[words.intents().size() + 1][MEASURES.size()];
      for (int intent = 0; intent < table[language].length; intent++) {
        for (int measure = 0; measure < MEASURES.size(); measure++) {
          Quality stated = pool.quality();
          table[language][intent][measure] =
              stated
                  .of(
                      MEASURES.get(measure),
                      language == 0 ? null : words.languages().get(language - 1),
                      intent == 0 ? null : words.intents().get(intent - 1))
                  .orElse(UNSTATED);
        }
      }
    }
    return table;
  }

  /** Whether any pool states how good its answers are. */
  public boolean hasOpinions() {
    return isStated;
  }

  /** Whether what becomes of a conversation is asked for even of plain shoppers. */
  public boolean judgesConversations() {
    return judgesConversations;
  }

  /** Every measure of the answer to a turn, in the order of {@link FigureName#QUALITY}. */
  public double[] measures(Completed answer) {
    Distribution[] figures = figures(answer);
    RandomStream random = new RandomStream().at(qualityKey(answer.request()));
    double[] measures = new double[MEASURES.size()];
    for (int measure = 0; measure < measures.length; measure++) {
      measures[measure] =
          measure == Opinions.SATISFACTION
              ? satisfying(answer, figures[measure], random)
              : draw(figures[measure], random);
    }
    measures[Opinions.SATISFACTION] =
        satisfaction(answer, measures[Opinions.SATISFACTION]).points();
    return measures;
  }

  /** Satisfaction with the answer to a turn; unknown if none is stated. */
  public Satisfaction satisfaction(Completed answer) {
    if (!isStated) {
      return Satisfaction.UNKNOWN;
    }
    RandomStream random = new RandomStream().at(qualityKey(answer.request()));
    return satisfaction(answer, satisfying(answer, figures(answer)[Opinions.SATISFACTION], random));
  }

  private static boolean isJoint(Scenario scenario) {
    return scenario.routing().policy() instanceof Policy.Cascade cascade
        && cascade.joint().isPresent();
  }

  /** How good an answer is; right or wrong where it goes with the answer of another pool. */
  private double satisfying(Completed answer, Distribution stated, RandomStream random) {
    if (joint == null) {
      return draw(stated, random);
    }
    Route route = answer.request().route();
    double own = random.nextDouble();
    boolean isFirst = route == null || route.hop() == 0;
    boolean right =
        isFirst
            ? joint.firstIsRight(own)
            : joint.secondIsRight(
                new RandomStream().at(firstKey(answer.request())).nextDouble(), own);
    return right ? 1 : 0;
  }

  /** How good the answer is, less what its being late and meant for something else takes away. */
  private Satisfaction satisfaction(Completed answer, double quality) {
    Request request = answer.request();
    SlowAnswers slow = classes.get(request.shopperClass()).slowAnswers();
    double patient =
        mindsTime[request.shopperClass()]
            ? quality * slow.satisfaction().at(turnSeconds(answer))
            : quality;
    boolean mistaken = request.route() != null && request.route().misclassified();
    double left = mistaken ? Math.max(0, patient - errorCost) : patient;
    return new Satisfaction(left, quality - patient, patient - left);
  }

  private Distribution[] figures(Completed answer) {
    Request request = answer.request();
    return quality[answer.pool()][request.language() + 1][request.intent() + 1];
  }

  /** Takes one number from the stream, whatever the figure. */
  private static double draw(Distribution figure, RandomStream random) {
    if (figure instanceof Constant) {
      random.nextLong();
      return figure.mean();
    }
    return figure.sample(random);
  }

  /**
   * The key of the draws that decide how good an answer to the request's turn is, the first of them
   * how satisfying.
   */
  public static long qualityKey(Request request) {
    long first = firstKey(request);
    Route route = request.route();
    return route != null && route.hop() > 0 ? Streams.entity(first, route.hop()) : first;
  }

  private static long firstKey(Request request) {
    return Streams.draw(
        request.shopperKey(), Purpose.QUALITY, (long) request.turnDrawn() * MEASURES.size());
  }

  /** Whether the shopper leaves after the answer to a turn, though more was to be said. */
  public boolean leavesAfter(Completed answer) {
    Request request = answer.request();
    if (!mindsTime[request.shopperClass()] || !request.endsTurn() || request.endsConversation()) {
      return false;
    }
    return ShopperDraws.leavesAfter(
        classes.get(request.shopperClass()),
        request.shopperKey(),
        request.turn(),
        turnSeconds(answer));
  }

  /** Whether a shopper of this class may buy something. */
  public boolean sells(Request request) {
    return classes.get(request.shopperClass()).purchase().isPresent();
  }

  /** Whether a shopper of this class buys nothing because this conversation was lost, for good. */
  public boolean isLostForGood(Request request) {
    return sells(request)
        && !ShopperDraws.comesBack(classes.get(request.shopperClass()), request.shopperKey());
  }

  /** What a conversation brought that is completed with this answer. */
  public ConversationWorth worth(Completed last) {
    Request request = last.request();
    Step step = request.step();
    ShopperClass shopper = classes.get(request.shopperClass());
    if (Double.isNaN(step.satisfaction().points()) && shopper.purchase().isEmpty()) {
      return step.accepts() ? ConversationWorth.ACCEPTED : ConversationWorth.UNKNOWN;
    }
    Satisfaction sum = step.satisfaction().plus(satisfaction(last));
    int answers = request.turn() + 1;
    double satisfaction = sum.points() / answers;
    long satisfiedKey = Streams.draw(request.shopperKey(), Purpose.SATISFIED, 0);
    boolean satisfied = new RandomStream().at(satisfiedKey).nextDouble() < satisfaction;
    boolean canAccept = shopper.intents().isPresent() && shopper.intents().get().canAccept();
    if (shopper.purchase().isEmpty() || (canAccept && !step.accepts())) {
      return new ConversationWorth(
          step.accepts(), satisfaction, satisfied, false, 0, Prospect.NONE);
    }
    Purchase purchase = shopper.purchase().get();
    boolean buys =
        new RandomStream()
                .at(Streams.draw(request.shopperKey(), Purpose.CONVERSION, 0))
                .nextDouble()
            < purchase.probability(satisfaction);
    double revenue =
        buys
            ? purchase
                .revenue()
                .sample(
                    new RandomStream().at(Streams.draw(request.shopperKey(), Purpose.REVENUE, 0)))
            : 0;
    double onTime = satisfaction + sum.lostToTime() / answers;
    double undisturbed = onTime + sum.lostToRoute() / answers;
    return new ConversationWorth(
        step.accepts(),
        satisfaction,
        satisfied,
        buys,
        revenue,
        new Prospect(
            purchase.expected(undisturbed),
            purchase.expected(onTime) - purchase.expected(satisfaction),
            purchase.expected(undisturbed) - purchase.expected(onTime)));
  }

  private static double turnSeconds(Completed answer) {
    return (answer.endedNanos() - answer.request().turnNanos()) / 1e9;
  }
}
