package footfall.serving.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.serving.exchange.ToolCallReader.Call;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolCallReaderTest {
  private final ToolCallReader reader = new ToolCallReader(Set.of("search", "a", "b"));

  /** Letter by letter, as it may come. */
  private String add(String text) {
    StringBuilder said = new StringBuilder();
    text.chars().forEach(c -> said.append(reader.add(Character.toString(c))));
    return said.toString();
  }

  @Test
  void asTheEmbeddedModelsWrite() {
    assertThat(add("<|call|>search(item=shirt, color=red, max=800)")).isEmpty();
    assertThat(reader.calls())
        .containsExactly(new Call("search", "{\"item\":\"shirt\",\"color\":\"red\",\"max\":800}"));
    assertThat(reader.rest()).isEmpty();
  }

  @Test
  void asHermesAndQwenWrite() {
    add(
        "<tool_call>\n{\"name\": \"a\", \"arguments\": {\"x\": 1}}\n</tool_call>\n"
            + "<tool_call>{\"name\": \"b\", \"arguments\": {}}</tool_call>");
    assertThat(reader.calls()).isEqualTo(List.of(new Call("a", "{\"x\":1}"), new Call("b", "{}")));
  }

  @Test
  void asLlamaWrites() {
    add("{\"name\": \"search\", \"parameters\": {\"item\": \"saree\"}}");
    assertThat(reader.calls()).containsExactly(new Call("search", "{\"item\":\"saree\"}"));
  }

  @Test
  void whatWasNotOfferedIsOnlyTalkedOf() {
    assertThat(add("<|call|>weather(in=Pune)")).isEmpty();
    assertThat(reader.calls()).isEmpty();
    assertThat(reader.rest()).isEqualTo("weather(in=Pune)");
  }

  @Test
  void plainTalkIsSaidAtOnce() {
    assertThat(add("Take K42.")).isEqualTo("Take K42.");
    assertThat(reader.calls()).isEmpty();
    assertThat(reader.rest()).isEmpty();
  }

  @Test
  void whatOnlyBeginsLikeACallIsSaidInTheEnd() {
    assertThat(add("{\"price\": 3}")).isEmpty();
    assertThat(reader.calls()).isEmpty();
    assertThat(reader.rest()).isEqualTo("{\"price\": 3}");
  }

  @Test
  void whatTurnsOutToBeNoCallIsSaid() {
    assertThat(add("<b>bold</b>")).isEqualTo("<b>bold</b>");
  }
}
