package footfall.gatling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StreamedReplyTest {
  private static final String STREAM =
      """
      : a comment

      data: {"model":"m","choices":[{"index":0,"delta":{"role":"assistant"}}]}

      data: {"choices":[{"index":0,"delta":{"content":"red "}}]}

      data: {"choices":[{"index":0,"delta":{"content":"shi\\u0930t"}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2},\
      "metrics":{"pool":"slm","worker":1,"queue_time_ms":2.5,"time_to_first_token_ms":4}}

      data: [DONE]

      """;

  private static StreamedReply hear(String stream, int pieceLength) {
    StreamedReply reply = new StreamedReply();
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += pieceLength) {
      byte[] piece = new byte[Math.min(pieceLength, bytes.length - at)];
      System.arraycopy(bytes, at, piece, 0, piece.length);
      reply.piece(piece, 1_000_000L * (at + piece.length));
    }
    return reply;
  }

  @Test
  void tokensAreTextAndNothingElseHoweverThePiecesAreCut() {
    for (int length : new int[] {1, 2, 7, 64, 10_000}) {
      StreamedReply reply = hear(STREAM, length);

      assertThat(reply.isDone()).isTrue();
      assertThat(reply.text()).isEqualTo("red shi\u0930t");
      assertThat(reply.tokens()).isEqualTo(2);
      assertThat(reply.gapsMicros()).hasSize(1);
      assertThat(reply.inputTokens()).isEqualTo(7);
      assertThat(reply.outputTokens()).isEqualTo(2);
      assertThat(reply.pool()).isEqualTo("slm");
      assertThat(reply.worker()).isEqualTo(1);
      assertThat(reply.queueNanos()).isEqualTo(2_500_000);
      assertThat(reply.serverFirstTokenNanos()).isEqualTo(4_000_000);
      assertThat(reply.generationNanos()).isEqualTo(StreamedReply.UNTOLD);
    }
  }

  @Test
  void aTokenCountsFromTheMomentItsEventIsComplete() {
    String first = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
    String second = "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n";
    StreamedReply reply = new StreamedReply();
    reply.piece(first.getBytes(StandardCharsets.UTF_8), 5_000_000);
    reply.piece(second.substring(0, 20).getBytes(StandardCharsets.UTF_8), 6_000_000);
    reply.piece(second.substring(20).getBytes(StandardCharsets.UTF_8), 9_000_000);

    assertThat(reply.firstTokenNanos()).isEqualTo(5_000_000);
    assertThat(reply.lastTokenNanos()).isEqualTo(9_000_000);
    assertThat(reply.gapsMicros()).containsExactly(4_000);
    assertThat(reply.isDone()).isFalse();
  }

  @Test
  void aToolCallIsHeardInPieces() {
    StreamedReply reply =
        hear(
            """
            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"call_1",\
            "function":{"name":"search","arguments":"{\\"item\\":"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,\
            "function":{"arguments":"\\"shirt\\"}"}}]}}]}

            data: [DONE]

            """,
            9);

    assertThat(reply.tool()).isEqualTo("search");
    assertThat(reply.arguments()).isEqualTo("{\"item\":\"shirt\"}");
    assertThat(reply.tokens()).isEqualTo(2);
  }

  @Test
  void anErrorInTheStreamIsHeard() {
    StreamedReply reply =
        hear("data: {\"error\":{\"message\":\"gone\",\"code\":\"worker_lost\"}}\r\n\r\n", 5);

    assertThat(reply.error()).isEqualTo("gone");
    assertThat(reply.errorCode()).isEqualTo("worker_lost");
    assertThat(hear("data: {nonsense\n\n", 3).error()).contains("is not JSON");
  }

  private static StreamedReply response(String json) {
    StreamedReply reply = new StreamedReply(ReplyForm.RESPONSES);
    reply.whole(json, 7);
    return reply;
  }

  @Test
  void aResponseOfTheResponsesApiIsHeardAsAChat() {
    StreamedReply reply =
        response(
            """
            {"object": "response", "status": "completed", "output": [
              {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
              {"type": "message", "content": [{"type": "output_text", "text": "A "}, {"text": "shirt."}]},
              {"type": "function_call", "name": "search", "arguments": "{}"},
              {"type": "function_call", "name": "compare", "arguments": "{\\"a\\": 1}"}],
             "usage": {"input_tokens": 12, "output_tokens": 9, "input_tokens_details": {"cached_tokens": 4}}}""");
    assertThat(reply.isDone()).isTrue();
    assertThat(reply.text()).isEqualTo("A shirt.");
    assertThat(reply.toolCalls())
        .containsExactly(
            new StreamedReply.ToolCalled("search", "{}"),
            new StreamedReply.ToolCalled("compare", "{\"a\": 1}"));
    assertThat(reply.finish()).isEqualTo("tool_calls");
    assertThat(reply.inputTokens()).isEqualTo(12);
    assertThat(reply.cachedTokens()).isEqualTo(4);
    assertThat(reply.outputTokens()).isEqualTo(9);
  }

  @Test
  void aResponseThatIsCutOrFailsSaysSo() {
    StreamedReply cut =
        response(
            """
            {"object": "response", "status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"},
             "output": [{"type": "message", "content": [{"text": "A"}]}]}""");
    assertThat(cut.isDone()).isTrue();
    assertThat(cut.finish()).isEqualTo("length");
    StreamedReply failed =
        response(
            """
            {"object": "response", "status": "failed", "error": {"code": "server_error", "message": "gone"}}""");
    assertThat(failed.isDone()).isFalse();
    assertThat(failed.error()).isEqualTo("gone");
  }
}
