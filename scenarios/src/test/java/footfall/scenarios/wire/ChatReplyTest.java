package footfall.scenarios.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oddities of vendors, each with what it means. */
class ChatReplyTest {
  private static final String STOP = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final Map<Integer, String> tools = new TreeMap<>();
  private final Map<Integer, String> arguments = new TreeMap<>();
  private final ChatReply reply =
      new ChatReply(
          new ChatReply.Listener() {
            @Override
            public void said(String piece) {
              text.append(piece);
            }

            @Override
            public void thought(String piece) {
              thoughts.append(piece);
            }

            @Override
            public void called(int place, String tool, String piece) {
              tools.merge(place, tool, String::concat);
              arguments.merge(place, piece, String::concat);
            }
          });

  private void hear(String... events) {
    for (String event : events) {
      reply.event(event);
    }
  }

  private static String delta(String delta) {
    return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
  }

  private static String call(String index, String id, String name, String json) {
    List<String> parts = new ArrayList<>();
    if (!index.isEmpty()) {
      parts.add("\"index\":" + index);
    }
    if (!id.isEmpty()) {
      parts.add("\"id\":\"" + id + "\"");
    }
    String named = name.isEmpty() ? "" : "\"name\":\"" + name + "\",";
    parts.add("\"function\":{" + named + "\"arguments\":" + json + "}");
    return delta("{\"tool_calls\":[{" + String.join(",", parts) + "}]}");
  }

  @Test
  void withoutUsageTheEventsCount() {
    hear(delta("{\"role\":\"assistant\",\"content\":\"\"}"), delta("{\"content\":\"Yes.\"}"), STOP);
    hear("[DONE]");

    assertThat(text).hasToString("Yes.");
    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.isCounted()).isTrue();
    assertThat(reply.outputTokens()).isEqualTo(1);
    assertThat(reply.usage().input()).isEqualTo(ChatReply.UNTOLD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20}}",
        "{\"choices\":null,\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20}}",
        "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20}}",
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20}}",
        "{\"choices\":[],\"x_groq\":{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20}}}",
      })
  void usageIsHeardWhereverItIs(String usage) {
    hear(delta("{\"content\":\"red blue shirt shoe\"}"), delta("{\"content\":\" nice\"}"), STOP);
    hear(usage, "{\"choices\":[],\"usage\":{}}", "{\"choices\":[],\"usage\":null}", "[DONE]");

    assertThat(reply.usage().input()).isEqualTo(9);
    assertThat(reply.outputTokens()).isEqualTo(20);
    assertThat(reply.streamedTokens()).isEqualTo(20);
    assertThat(reply.isCounted()).isFalse();
  }

  @Test
  void aUsageOfNothingIsNotBelievedWhereSomethingWasHeard() {
    hear(delta("{\"content\":\"a\"}"), delta("{\"content\":\"b\"}"), STOP);
    hear("{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}");

    assertThat(reply.outputTokens()).isEqualTo(2);
    assertThat(reply.isCounted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"reasoning_content\":\"hm\"}",
        "{\"reasoning\":\"hm\",\"content\":\"\"}",
        "{\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"}",
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]}",
      })
  void reasoningIsHeardApart(String thought) {
    hear(delta(thought), delta("{\"content\":\"Red.\"}"), STOP, "[DONE]");

    assertThat(thoughts).hasToString("hm");
    assertThat(text).hasToString("Red.");
    assertThat(reply.outputTokens()).isEqualTo(2);
    assertThat(reply.reasoningTokens()).isEqualTo(1);
  }

  @Test
  void reasoningThatIsKeptBackWasNotHeard() {
    hear(delta("{\"content\":\"Re\"}"), delta("{\"content\":\"d.\"}"), STOP);
    hear(
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":502,"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":500}}}");

    assertThat(reply.outputTokens()).isEqualTo(502);
    assertThat(reply.reasoningTokens()).isEqualTo(500);
    assertThat(reply.streamedTokens()).isEqualTo(2);
  }

  @Test
  void aReplyThatCameAtOnceHasNoPace() {
    reply.whole(
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"red shirt\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":200}}");

    assertThat(text).hasToString("red shirt");
    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.outputTokens()).isEqualTo(200);
    assertThat(reply.streamedTokens()).isEqualTo(1);
  }

  @Test
  void severalCallsByTheirIndex() {
    hear(call("0", "a", "search", "\"{\\\"q\\\":\""), call("1", "b", "compare", "\"{}\""));
    hear(
        call("0", "", "", "\"1}\""),
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");

    assertThat(tools).isEqualTo(Map.of(0, "search", 1, "compare"));
    assertThat(arguments).isEqualTo(Map.of(0, "{\"q\":1}", 1, "{}"));
    assertThat(reply.finish()).isEqualTo("tool_calls");
  }

  @Test
  void severalCallsWithTheSameIndex() {
    hear(
        call("0", "a", "search", "\"{\\\"q\\\":1}\""),
        call("0", "b", "search", "\"{\\\"q\\\":2}\""));

    assertThat(tools).isEqualTo(Map.of(0, "search", 1, "search"));
    assertThat(arguments).isEqualTo(Map.of(0, "{\"q\":1}", 1, "{\"q\":2}"));
  }

  @Test
  void severalCallsWithTheSameIndexAndNoIdentity() {
    hear(call("0", "", "search", "\"{}\""), call("0", "", "compare", "\"{}\""));

    assertThat(tools).isEqualTo(Map.of(0, "search", 1, "compare"));
  }

  @Test
  void severalCallsWithoutIndex() {
    hear(call("", "a", "search", "\"{\\\"q\\\"\""), call("", "", "", "\":1}\""));
    hear(call("", "b", "compare", "{\"ids\": [1, 2]}"), call("", "c", "cart", "\"{}\""));

    assertThat(tools).isEqualTo(Map.of(0, "search", 1, "compare", 2, "cart"));
    assertThat(arguments).isEqualTo(Map.of(0, "{\"q\":1}", 1, "{\"ids\":[1,2]}", 2, "{}"));
  }

  @Test
  void aNameThatIsRepeatedWithEveryPieceIsOne() {
    hear(call("0", "a", "search", "\"{\\\"q\\\"\""), call("0", "a", "search", "\":1}\""));

    assertThat(tools).isEqualTo(Map.of(0, "search"));
    assertThat(arguments).isEqualTo(Map.of(0, "{\"q\":1}"));
  }

  @Test
  void textAndACallInOneEvent() {
    hear(
        delta(
            "{\"content\":\"I look.\",\"tool_calls\":[{\"index\":0,\"id\":\"a\","
                + "\"function\":{\"name\":\"search\",\"arguments\":\"{}\"}}]}"));

    assertThat(text).hasToString("I look.");
    assertThat(tools).containsEntry(0, "search");
    assertThat(reply.pieces()).isEqualTo(1);
  }

  @Test
  void aCallAsItWasBeforeThereWereSeveral() {
    hear(delta("{\"function_call\":{\"name\":\"search\",\"arguments\":\"{\"}}"));
    hear(delta("{\"function_call\":{\"arguments\":\"}\"}}"), "[DONE]");

    assertThat(tools).isEqualTo(Map.of(0, "search"));
    assertThat(arguments).isEqualTo(Map.of(0, "{}"));
    assertThat(reply.finish()).isEqualTo("tool_calls");
  }

  @Test
  void theEndWithoutAReason() {
    hear(delta("{\"content\":\"a\"}"), "{\"choices\":[{\"delta\":{},\"finish_reason\":\"\"}]}");
    assertThat(reply.isComplete()).isFalse();

    hear("[DONE]");
    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.finish()).isEqualTo("stop");
  }

  @Test
  void nothingAtAllIsNoReply() {
    hear("[DONE]");

    assertThat(reply.isComplete()).isFalse();
    assertThat(reply.error().get().message()).isEqualTo("the reply is empty");
  }

  @Test
  void filtersAndRefusals() {
    hear("{\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}");
    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.finish()).isEqualTo("content_filter");
    assertThat(reply.outputTokens()).isZero();

    hear(delta("{\"refusal\":\"I must not.\"}"), STOP);
    assertThat(text).hasToString("I must not.");
    assertThat(reply.finish()).isEqualTo("content_filter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "max_tokens", "MAX_TOKENS", "model_length"})
  void theEndForWantOfRoom(String reason) {
    hear("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"" + reason + "\"}]}");

    assertThat(reply.finish()).isEqualTo("length");
  }

  @Test
  void contentAsAList() {
    hear(delta("{\"content\":[{\"type\":\"text\",\"text\":\"red \"},{\"text\":\"shirt\"}]}"));

    assertThat(text).hasToString("red shirt");
    assertThat(reply.pieces()).isEqualTo(1);
  }

  @Test
  void signsOfLifeAreNothing() {
    hear("ping", "", "null", "{}", "{\"choices\":[]}", "{\"choices\":[{}]}", "{\"type\":\"ping\"}");
    hear("{\"choices\":[{\"delta\":null}]}", "{\"choices\":5,\"usage\":[]}", "[]");

    assertThat(reply.error()).isEmpty();
    assertThat(reply.pieces()).isZero();
  }

  @Test
  void otherChoicesWereNotAskedFor() {
    hear("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}");

    assertThat(text).isEmpty();
    assertThat(reply.isComplete()).isFalse();
  }

  @Test
  void errorsInAStream() {
    hear("{\"error\":{\"message\":\"engine died\",\"type\":\"server_error\",\"code\":500}}");
    assertThat(reply.error()).contains(new VendorError(500, "server_error", "engine died"));
    assertThat(reply.isComplete()).isFalse();

    hear("{\"error\":\"overloaded\",\"error_type\":\"overloaded\"}");
    assertThat(reply.error().get().message()).isEqualTo("overloaded");
    hear("{\"object\":\"error\",\"message\":\"too long\",\"code\":400}");
    assertThat(reply.error()).contains(new VendorError(400, "", "too long"));
    hear("{\"error\":{\"message\":\"slow down\",\"code\":429}}");
    assertThat(reply.error().get().status()).isEqualTo(429);
  }

  @Test
  void whatCannotBeReadIsNoOutage() {
    hear("{\"choices\":[{");

    assertThat(reply.error().get().status()).isEqualTo(VendorError.MISREAD);
    assertThat(reply.error().get().message()).isEqualTo("an event is not JSON: {\"choices\":[{");
  }

  @Test
  void linesMayEndInEveryWay() {
    for (String end : List.of("\n", "\r\n", "\r")) {
      List<String> heard = new ArrayList<>();
      EventStream events = new EventStream(heard::add, 1_000);
      String stream =
          "\uFEFFdata: {\"a\":1}"
              + end
              + end
              + ": sign of life"
              + end
              + "event: message"
              + end
              + "data:{\"b\":"
              + end
              + "data: 2}"
              + end
              + end
              + "data: [DONE]"
              + end
              + end;
      for (byte one : stream.getBytes(StandardCharsets.UTF_8)) {
        events.feed(new byte[] {one});
      }
      events.end();
      assertThat(heard).containsExactly("{\"a\":1}", "{\"b\":\n2}", "[DONE]");
    }
  }
}
