package footfall.gatling.dsl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;

/** Values that depend on a virtual user's session. Stateless. */
final class Expressions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Expressions() {}

  /** A session does not have what an expression needs. */
  static final class UnresolvedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnresolvedException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * The value for this virtual user.
   *
   * @throws UnresolvedException if the session does not have what it needs
   */
  static <T> T value(Function1<Session, Validation<T>> expression, Session session) {
    Validation<T> value = expression.apply(session);
    if (value instanceof Success<T> success) {
      return success.value();
    }
    throw new UnresolvedException(((Failure) value).message());
  }

  /**
   * A value as JSON: a text is read as JSON, everything else is turned into it.
   *
   * @throws UnresolvedException if a text is no JSON
   */
  static JsonNode json(Object value) {
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof String text) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new UnresolvedException("is no JSON: " + text);
      }
    }
    return JSON.valueToTree(javaValue(value));
  }

  /** Gatling's own feeders put Scala collections into the session. */
  private static Object javaValue(Object value) {
    if (value instanceof scala.collection.Map<?, ?> map) {
      return javaValue(CollectionConverters.asJava(map));
    }
    if (value instanceof scala.collection.Iterable<?> all) {
      return javaValue(CollectionConverters.asJava(all));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, one) -> copy.put(key, one == null ? null : javaValue(one)));
      return copy;
    }
    if (value instanceof Iterable<?> all && !(value instanceof JsonNode)) {
      List<Object> copy = new ArrayList<>();
      all.forEach(one -> copy.add(one == null ? null : javaValue(one)));
      return copy;
    }
    return value;
  }
}
