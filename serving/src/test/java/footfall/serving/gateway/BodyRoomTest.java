package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.reading.ScenarioReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class BodyRoomTest {
  private static final int ALL = 6_000;

  private final BodyRoom room = new BodyRoom(ALL);

  private static ByteString bytes(int count) {
    return ByteString.fromArray(new byte[count]);
  }

  private void isEmpty() {
    BodyRoom.Share all = room.share();
    all.take(ALL);
    all.giveBack();
  }

  @Test
  void aBodyIsWhatItsPiecesAre() {
    BodyRoom.Share share = room.share();
    for (String piece : "in many pieces".split("")) {
      share.add(ByteString.fromString(piece));
    }
    assertThat(new String(share.body(), StandardCharsets.UTF_8)).isEqualTo("in many pieces");
    share.giveBack();
    isEmpty();
  }

  @Test
  void whatFindsNoRoomIsRefusedAndNothingElseIs() {
    BodyRoom.Share first = room.share().add(bytes(600));
    BodyRoom.Share second = room.share().add(bytes(300)).add(bytes(200));
    BodyRoom.Share third = room.share().add(bytes(100));
    assertThatThrownBy(second::body).isInstanceOf(ApiException.class).hasMessageContaining("holds");
    assertThatThrownBy(() -> second.take(1)).as("it stays refused").hasMessageContaining("holds");
    assertThat(first.body()).hasSize(600);
    assertThat(third.body()).hasSize(100);
    second.giveBack();
    third.giveBack();
    first.giveBack();
    isEmpty();
  }

  @Test
  void whatWouldNeverFitIsNotTriedAgain() {
    BodyRoom.Share share = room.share().add(bytes(600)).add(bytes(600));
    assertThatThrownBy(share::body).hasMessageContaining("larger than this server takes");
    isEmpty();
    BodyRoom.Share read = room.share().add(bytes(500));
    read.body();
    assertThatThrownBy(() -> read.take(ALL)).hasMessageContaining("larger than this server takes");
    isEmpty();
  }

  @Test
  void nothingIsLostBetweenThreads() {
    IntStream.range(0, 2_000)
        .parallel()
        .forEach(
            i -> {
              BodyRoom.Share share = room.share();
              for (int piece = 0; piece < 20; piece++) {
                share.add(bytes(ThreadLocalRandom.current().nextInt(60)));
              }
              share.giveBack();
            });
    isEmpty();
  }

  @Test
  void whatStandsInTheArgumentsOfACallTakesRoomToo() {
    Path file = Path.of("../scenarios/catalog/claims/seed1-80-20.yaml");
    RequestReader reader =
        new RequestReader(
            new Models(new ScenarioReader().read(file, List.of()).scenario(), pool -> false));
    String body =
        """
        {"messages": [{"role": "assistant", "tool_calls":
          [{"function": {"name": "f", "arguments": "{\\"a\\": [%s0]}"}}]}]}""";
    byte[] little = body.formatted("").getBytes(StandardCharsets.UTF_8);
    byte[] much = body.formatted("[],".repeat(100)).getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(little, ApiForm.CHAT, room.share()).prompt().messages()).hasSize(1);
    assertThatThrownBy(() -> reader.read(much, ApiForm.CHAT, new BodyRoom(20_000).share()))
        .hasMessageContaining("larger than this server takes");
  }
}
