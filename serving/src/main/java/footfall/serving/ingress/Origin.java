package footfall.serving.ingress;

import footfall.actors.protocol.Exchange;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a load generator tells of the shopper that a request comes from, so that a served scenario
 * draws for it, and sorts it, exactly as a simulated one would.
 *
 * @param shopper number of the shopper
 * @param key the random key of its conversation
 * @param shopperClass index of its class in the scenario
 * @param turn number of the turn in the conversation, from zero
 * @param call number of the call in the turn, from zero
 * @param retry how often the call was tried before
 * @param repeated tokens of the input that were read with the call before
 * @param reply tokens that a played reply is to have; 0 where it is not told
 * @param language index in the scenario's vocabulary, or -1
 * @param intent index in the scenario's vocabulary, or -1
 */
public record Origin(
    long shopper,
    long key,
    int shopperClass,
    int turn,
    int call,
    int retry,
    int repeated,
    int reply,
    int language,
    int intent) {
  /** The header that carries it, as {@code shopper=12, key=9f.., class=0, turn=1}. */
  public static final String HEADER = "X-Footfall-Shopper";

  /** The request id of those who only look before they put a load on. */
  public static final String PROBE = "preflight";

  private static final int HEXADECIMAL = 16;

  /** What a header says; empty where it does not say it properly. */
  public static Optional<Origin> parse(String header) {
    Map<String, String> parts = new HashMap<>();
    for (String part : header.split(",")) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        return Optional.empty();
      }
      parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
    }
    try {
      return Optional.of(
          new Origin(
              Long.parseLong(parts.get("shopper")),
              Long.parseUnsignedLong(parts.get("key"), HEXADECIMAL),
              number(parts, "class", 0),
              number(parts, "turn", 0),
              number(parts, "call", 0),
              number(parts, "retry", 0),
              number(parts, "repeated", 0),
              number(parts, "reply", 0),
              number(parts, "language", Vocabulary.NONE),
              number(parts, "intent", Vocabulary.NONE)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int number(Map<String, String> parts, String name, int otherwise) {
    String value = parts.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  /** Where its conversation stands. */
  public Exchange.Place place() {
    return new Exchange.Place(turn, call, retry);
  }

  /** Whether it names nothing that a scenario does not have. */
  public boolean fits(int classes, Vocabulary words) {
    return shopperClass >= 0
        && shopperClass < classes
        && turn >= 0
        && call >= 0
        && retry >= 0
        && repeated >= 0
        && reply >= 0
        && language >= Vocabulary.NONE
        && language < words.languages().size()
        && intent >= Vocabulary.NONE
        && intent < words.intents().size();
  }
}
