package footfall.serving.gateway;

import java.util.Arrays;
import java.util.Optional;

/** The APIs that models can be asked in. */
enum ApiForm {
  CHAT("/v1/chat/completions", ""),
  COMPLETION("/v1/completions", ""),
  /** OpenAI's Responses. */
  RESPONSES("/v1/responses", "/v1/responses/input_tokens"),
  /** Vectors of texts. */
  EMBEDDINGS("/v1/embeddings", ""),
  /** Anthropic's Messages. */
  MESSAGES("/v1/messages", "/v1/messages/count_tokens");

  private final String path;
  private final String countPath;

  ApiForm(String path, String countPath) {
    this.path = path;
    this.countPath = countPath;
  }

  String path() {
    return path;
  }

  /** The one at that path. */
  static Optional<ApiForm> at(String path) {
    return Arrays.stream(values()).filter(form -> form.path.equals(path)).findFirst();
  }

  /** The one whose requests are counted at that path, rather than answered. */
  static Optional<ApiForm> countedAt(String path) {
    return Arrays.stream(values())
        .filter(form -> !path.isEmpty() && form.countPath.equals(path))
        .findFirst();
  }
}
