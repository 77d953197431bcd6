package footfall.serving.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.apache.pekko.util.ByteString;

/** Writes vectors of texts, which come whole. Not thread-safe. */
final class EmbeddingsWriter implements ReplyWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiCall call;

  EmbeddingsWriter(ApiCall call) {
    this.call = call;
  }

  @Override
  public ObjectNode whole(Said said) {
    boolean base64 = EmbeddingsRequest.wantsBase64(call.given());
    ObjectNode whole = JSON.createObjectNode().put("object", "list");
    ArrayNode data = whole.putArray("data");
    for (float[] vector : said.vectors()) {
      ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
      if (base64) {
        one.put("embedding", base64(vector));
      } else {
        ArrayNode values = one.putArray("embedding");
        for (float value : vector) {
          values.add(value);
        }
      }
    }
    whole.put("model", call.model());
    whole
        .putObject("usage")
        .put("prompt_tokens", said.usage().input())
        .put("total_tokens", said.usage().input());
    return whole;
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  @Override
  public ByteString said(String text, int tokens) {
    throw neverStreamed();
  }

  @Override
  public ByteString thought(String text, int tokens) {
    throw neverStreamed();
  }

  @Override
  public ByteString called(ToolUse use) {
    throw neverStreamed();
  }

  @Override
  public ByteString ended(Said said, int tokens) {
    throw neverStreamed();
  }

  @Override
  public ByteString failed(ApiException problem) {
    throw neverStreamed();
  }

  private static IllegalStateException neverStreamed() {
    return new IllegalStateException("vectors are not streamed");
  }
}
