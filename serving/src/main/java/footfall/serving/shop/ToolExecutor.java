package footfall.serving.shop;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Lexicon;
import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.dialogues.Offer;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.retail.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the tool calls of one conversation are executed. It remembers what was looked for last,
 * which is what a filter narrows. Not thread-safe.
 */
public final class ToolExecutor {
  /** The most products that a tool finds. */
  public static final int MOST_FOUND = 5;

  private final ProductIndex productIndex;
  private Map<String, String> last = new LinkedHashMap<>();

  /** A counter before the shelves. */
  public ToolExecutor(ProductIndex productIndex) {
    this.productIndex = productIndex;
  }

  /**
   * What came of a call.
   *
   * @param call as it was understood
   * @param text what the model is told
   * @param found the products that it names
   */
  public record Served(ToolCall call, String text, List<Product> found) {
    /** Copies the list. */
    public Served {
      found = List.copyOf(found);
    }
  }

  /**
   * Executes a call; one that cannot be executed is answered with what is wrong with it.
   *
   * @param arguments as the model has written them
   */
  public Served serve(String name, String arguments) {
    return Tool.read(arguments)
        .map(read -> serve(new ToolCall(name, plain(read))))
        .orElseGet(() -> refused(new ToolCall(name, Map.of()), "the arguments are no JSON object"));
  }

  /** Executes a call that was understood. */
  public Served serve(ToolCall call) {
    Optional<Tool> tool = Tool.named(call.name());
    if (tool.isEmpty()) {
      return refused(call, "there is no tool " + call.name());
    }
    Optional<String> complaint = tool.get().complaint(call.arguments());
    if (complaint.isPresent()) {
      return refused(call, complaint.get());
    }
    Map<String, String> said = new LinkedHashMap<>();
    call.arguments().forEach((key, value) -> said.put(key, value.toString()));
    return switch (tool.get()) {
      case SEARCH, RECOMMEND -> found(call, looked(said));
      case FILTER -> {
        Map<String, String> narrowed = new LinkedHashMap<>(last);
        narrowed.putAll(said);
        yield found(call, looked(narrowed));
      }
      case VISUAL_SEARCH -> {
        last = wishes(said.get("tags"));
        yield found(call, productIndex.lookingLike(said.get("tags"), MOST_FOUND));
      }
      case COMPARE ->
          found(
              call,
              Stream.of("a", "b")
                  .flatMap(key -> productIndex.catalog().find(said.get(key)).stream())
                  .toList());
      case TRANSLATE -> new Served(call, translated(said.get("text"), said.get("to")), List.of());
    };
  }

  private static Served refused(ToolCall call, String why) {
    return new Served(call, "error: " + why, List.of());
  }

  private static Served found(ToolCall call, List<Product> products) {
    return new Served(call, Offer.list(products.stream().map(Product::offer).toList()), products);
  }

  private List<Product> looked(Map<String, String> wishes) {
    last = wishes;
    return productIndex.find(wishes, MOST_FOUND);
  }

  /** What a photo's tags say, as far as they are words of the shop. */
  private static Map<String, String> wishes(String tags) {
    Map<String, String> wishes = new LinkedHashMap<>();
    for (String tag : tags.toLowerCase(Locale.ROOT).split("\\s+")) {
      kindOf(tag).ifPresent(kind -> wishes.put(kind, tag));
    }
    return wishes;
  }

  private static Optional<String> kindOf(String tag) {
    if (isOneOf(Lexicon.ITEMS, tag)) {
      return Optional.of("item");
    }
    if (isOneOf(Lexicon.COLORS, tag)) {
      return Optional.of("color");
    }
    return isOneOf(Lexicon.STYLES, tag) ? Optional.of("style") : Optional.empty();
  }

  private static boolean isOneOf(List<Word> words, String key) {
    return words.stream().anyMatch(word -> word.key().equals(key));
  }

  /** Word by word; what the shop has no word for stays as it is. */
  private static String translated(String text, String language) {
    DialogueLanguage into =
        language.toLowerCase(Locale.ROOT).startsWith("hi")
            ? DialogueLanguage.HINDI
            : DialogueLanguage.ENGLISH;
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      words.add(
          Stream.of(Lexicon.COLORS, Lexicon.STYLES, Lexicon.ITEMS, Lexicon.OCCASIONS)
              .flatMap(List::stream)
              .filter(known -> known.isSpelled(word.toLowerCase(Locale.ROOT)))
              .findFirst()
              .map(known -> known.in(into))
              .orElse(word));
    }
    return String.join(" ", words);
  }

  /** Whole numbers as longs, everything else as text. */
  private static Map<String, Object> plain(JsonNode arguments) {
    Map<String, Object> plain = new LinkedHashMap<>();
    arguments
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              boolean whole =
                  value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
              plain.put(
                  field.getKey(),
                  whole
                      ? (Object) value.longValue()
                      : value.isValueNode() ? value.asText() : value.toString());
            });
    return plain;
  }
}
