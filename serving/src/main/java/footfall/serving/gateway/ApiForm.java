package footfall.serving.gateway;

import java.util.Arrays;
import java.util.Optional;

/** The APIs that chats can be asked in. */
enum ApiForm {
  CHAT("/v1/chat/completions"),
  COMPLETION("/v1/completions"),
  /** OpenAI's Responses. */
  RESPONSES("/v1/responses"),
  /** Anthropic's Messages. */
  MESSAGES("/v1/messages");

  private final String path;

  ApiForm(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /** The one at that path. */
  static Optional<ApiForm> at(String path) {
    return Arrays.stream(values()).filter(form -> form.path.equals(path)).findFirst();
  }
}
