package footfall.gatling.dsl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import footfall.gatling.wire.ReplyForm;
import io.gatling.core.session.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a simulation states it, the same for all virtual users.
 *
 * @param path below the address; {@code {model}} stands for the model's name
 * @param headers further ones, with expressions
 * @param streams whether the reply is asked for token by token
 * @param conversation to which the reply is added; empty for none
 */
record Question(
    String path,
    ReplyForm form,
    Map<String, String> headers,
    Body body,
    boolean streams,
    String conversation) {
  /** Writes what is sent for one virtual user. */
  interface Body {
    /**
     * The body.
     *
     * @throws Expressions.UnresolvedException if the session does not have what it needs
     */
    Written write(Session session);
  }

  /**
   * A body that was written.
   *
   * @param model that is asked; empty where there is none
   * @param messages that it holds; null where it holds none
   */
  record Written(String model, byte[] bytes, @Nullable ArrayNode messages) {}
}
