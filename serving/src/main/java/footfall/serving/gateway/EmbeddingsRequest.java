package footfall.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads requests for embeddings. Stateless. */
final class EmbeddingsRequest {
  private static final int MOST_TEXTS = 2_048;

  private EmbeddingsRequest() {}

  /**
   * The texts to be embedded.
   *
   * @throws ApiException if there are none, or they are no texts
   */
  static List<String> texts(JsonNode asked) {
    JsonNode input = asked.path("input");
    List<String> texts = new ArrayList<>();
    if (input.isTextual()) {
      texts.add(text(input, "input"));
    } else if (input.isArray() && !input.isEmpty() && input.size() <= MOST_TEXTS) {
      for (int i = 0; i < input.size(); i++) {
        texts.add(text(input.get(i), "input[" + i + "]"));
      }
    } else {
      throw ApiException.invalid(
          "input", "input must be a text, or a list of 1 to " + MOST_TEXTS + " texts.");
    }
    if (asked.hasNonNull("dimensions")) {
      throw ApiException.invalid(
          "dimensions", "Vectors are as long as the model makes them: leave dimensions out.");
    }
    return texts;
  }

  private static String text(JsonNode text, String place) {
    if (text.isInt() || text.isArray()) {
      throw ApiException.invalid(
          place,
          place
              + " must be a text: tokens of another model's tokenizer mean nothing here. Clients"
              + " that tokenize have a switch for it, LangChain's is"
              + " check_embedding_ctx_length=False.");
    }
    if (!text.isTextual() || text.asText().isEmpty()) {
      throw ApiException.invalid(place, place + " must be a text that is not empty.");
    }
    return text.asText();
  }

  /**
   * Whether vectors are wanted as base64 of little-endian floats, and not as lists of numbers.
   *
   * @throws ApiException if they are wanted in yet another way
   */
  static boolean wantsBase64(JsonNode asked) {
    String format = asked.path("encoding_format").asText("float");
    if (!format.equals("float") && !format.equals("base64")) {
      throw ApiException.invalid("encoding_format", "encoding_format must be float or base64.");
    }
    return format.equals("base64");
  }
}
