package footfall.serving.evaluation;

import footfall.reports.evaluation.EvaluatedConversation;
import footfall.reports.evaluation.EvaluatedTurn;
import footfall.reports.evaluation.EvaluatedTurn.Ending;
import footfall.reports.evaluation.ExaminedConversation;
import footfall.reports.evaluation.QualityScores;
import footfall.reports.measurement.MeasuredRequest;
import footfall.scenarios.dialogues.Line;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.retail.Customer;
import footfall.scenarios.retail.Product;
import footfall.serving.evaluation.Assistant.AssistantReply;
import footfall.serving.evaluation.Assistant.Call;
import footfall.serving.shop.ProductIndex;
import footfall.serving.shop.Tool;
import footfall.serving.shop.ToolExecutor;
import footfall.serving.shop.ToolExecutor.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One shopper's conversation with a model, from its first words to its last. For one thread. */
final class EvaluationSession {
  private static final Pattern PRODUCT = Pattern.compile("\\b[A-Z][0-9]{2}\\b");

  private static final String INSTRUCTIONS =
      "You are the assistant of an online shop. Find products with the tools; they answer with a"
          + " list such as `4* K42 720; 5* B07 649`: stars, id and price of each product. Recommend"
          + " one product by its id, the one with the most stars. Answer in one short sentence, in"
          + " the language and script of the shopper. A photo is told by its tags.";

  /** Of tools in one turn; a model that wants more is going round in circles. */
  private static final int MOST_CALLS = 5;

  private final Assistant assistant;
  private final ProductIndex products;
  private final ToolExecutor tools;
  private final Evaluation evaluation;
  private final Customer customer;
  private final Visitor visitor;
  private final boolean single;
  private final Chat chat;
  private final List<EvaluatedTurn> turns = new ArrayList<>();
  private final ModelCalls asked = new ModelCalls();

  /**
   * Who comes.
   *
   * @param number the same with every model
   * @param languageIndex in the scenario's vocabulary, or -1
   * @param shopper number in the record of the whole evaluation
   */
  record Visitor(int pool, long number, String language, int languageIndex, long shopper) {}

  /**
   * A conversation that is to begin.
   *
   * @param single whether it ends with the first answer
   */
  EvaluationSession(
      Assistant assistant,
      ProductIndex products,
      Evaluation evaluation,
      Customer customer,
      Visitor visitor,
      boolean single) {
    this.assistant = assistant;
    this.products = products;
    this.tools = new ToolExecutor(products);
    this.evaluation = evaluation;
    this.customer = customer;
    this.visitor = visitor;
    this.single = single;
    this.chat =
        new Chat(INSTRUCTIONS, Tool.offered(), evaluation.history(), evaluation.replyTokens());
  }

  /** What came of it. */
  record Held(ExaminedConversation conversation, List<MeasuredRequest> requests) {}

  /** Holds it. */
  Held hold() {
    Optional<Line> line = Optional.of(customer.opening());
    while (line.isPresent()) {
      EvaluatedTurn turn = answer(line.get());
      turns.add(turn);
      boolean over = single || turn.ending() == Ending.FAILED;
      Optional<Line> next =
          over
              ? Optional.empty()
              : customer.react(line.get(), turn.named().stream().findFirst(), turn.shown());
      line = turns.size() == evaluation.turns() ? Optional.empty() : next;
    }
    EvaluatedConversation conversation =
        new EvaluatedConversation(
            visitor.pool(),
            visitor.number(),
            visitor.language(),
            customer.tongue(),
            customer.taste(),
            turns,
            success(),
            products.catalog(),
            OptionalDouble.empty());
    return new Held(conversation, asked.requests(visitor, turns.size()));
  }

  private EvaluatedTurn answer(Line line) {
    chat.says(line.text());
    long began = assistant.nowNanos();
    List<ToolCall> calls = new ArrayList<>();
    List<String> results = new ArrayList<>();
    List<Product> found = new ArrayList<>();
    String reply = "";
    Ending ending = Ending.LOOPED;
    for (int call = 0; call <= MOST_CALLS; call++) {
      AssistantReply heard = assistant.ask(chat, "evaluation-" + visitor.shopper());
      asked.add(turns.size(), call, began, heard);
      if (!heard.isAnswered()) {
        ending = Ending.FAILED;
        break;
      }
      if (heard.calls().isEmpty()) {
        reply = heard.text();
        ending = heard.cut() ? Ending.CUT : Ending.COMPLETE;
        chat.replied(reply);
        break;
      }
      for (Call called : heard.calls()) {
        Served served = tools.serve(called.tool(), called.arguments());
        ToolCall made = served.call();
        chat.called(
            "call-" + turns.size() + "-" + calls.size(),
            List.of(
                new Chat.Called(made.name(), made.arguments(), called.arguments(), served.text())));
        calls.add(made);
        results.add(served.text());
        served.found().stream().filter(product -> !found.contains(product)).forEach(found::add);
      }
    }
    return new EvaluatedTurn(line, calls, results, reply, ending, named(reply), found);
  }

  private List<Product> named(String reply) {
    List<Product> named = new ArrayList<>();
    Matcher ids = PRODUCT.matcher(reply);
    while (ids.find()) {
      products
          .catalog()
          .find(ids.group())
          .filter(product -> !named.contains(product))
          .ifPresent(named::add);
    }
    return named;
  }

  /** How far the shopper has got what it came for. */
  private double success() {
    if (customer.bought().isPresent()) {
      return QualityScores.success(customer.taste(), customer.bought().get());
    }
    return single ? firstAnswer(turns.get(0)) : 0;
  }

  private double firstAnswer(EvaluatedTurn turn) {
    return switch (turn.said().intent()) {
      case "translate" -> turn.reply().contains(rightly(turn.said()).text()) ? 1 : 0;
      case "compare" -> {
        List<Product> two = rightly(turn.said()).found();
        int most = two.stream().mapToInt(Product::stars).max().orElse(0);
        yield turn.named().stream()
                .limit(1)
                .anyMatch(named -> two.contains(named) && named.stars() == most)
            ? 1
            : 0;
      }
      default ->
          turn.named().stream()
              .limit(1)
              .mapToDouble(named -> QualityScores.success(customer.taste(), named))
              .sum();
    };
  }

  /** What the right call would have brought. */
  private Served rightly(Line said) {
    return new ToolExecutor(products).serve(said.call().orElseThrow());
  }
}
