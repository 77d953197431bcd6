package footfall.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import footfall.reports.rendering.FinishedRun;
import footfall.scenarios.problems.InvalidInputException;
import footfall.simulator.commandline.RunTargets;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The folder of a run that somebody else has sent. */
class HostileRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "<img src=x";
  private static final TextNode INJECTION =
      TextNode.valueOf("\"'></script>" + MARK + " onerror=alert(1)>&{{");

  private Path run;

  @BeforeEach
  void simulate() throws IOException {
    run = RunTargets.simulated(new Scratch());
  }

  @Tag("full")
  @Test
  void noTextOfItBecomesMarkup() throws IOException {
    int drawn = 0;
    for (String name : List.of("results.json", "evidence.json")) {
      Path file = run.resolve(name);
      byte[] sound = Files.readAllBytes(file);
      int texts = texts(JSON.readTree(sound)).size();
      for (int i = 0; i < texts; i++) {
        JsonNode tree = JSON.readTree(sound);
        texts(tree).get(i).run();
        Files.write(file, JSON.writeValueAsBytes(tree));
        drawn += isDrawn() ? 1 : 0;
      }
      Files.write(file, sound);
    }
    assertThat(drawn).isGreaterThan(10); // Or else what is tested is that it is refused.
  }

  private boolean isDrawn() throws IOException {
    try {
      assertThat(Files.readString(FinishedRun.in(run).drawReport())).doesNotContain(MARK);
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /** For every text of the tree, and every name of a key, what puts the injection in its place. */
  private static List<Runnable> texts(JsonNode tree) {
    List<Runnable> texts = new ArrayList<>();
    collect(tree, texts);
    return texts;
  }

  private static void collect(JsonNode node, List<Runnable> texts) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                if (field.getValue().isTextual()) {
                  texts.add(() -> object.set(field.getKey(), INJECTION));
                }
                texts.add(() -> object.set(INJECTION.asText(), object.remove(field.getKey())));
                collect(field.getValue(), texts);
              });
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        if (array.get(i).isTextual()) {
          texts.add(() -> array.set(at, INJECTION));
        }
        collect(array.get(i), texts);
      }
    }
  }

  @Test
  void aFileWithoutEndIsNotReadIntoMemory() throws IOException {
    for (String name : List.of("results.json", "evidence.json", "scenario.resolved.yaml")) {
      byte[] sound = Files.readAllBytes(run.resolve(name));
      try (RandomAccessFile file = new RandomAccessFile(run.resolve(name).toFile(), "rw")) {
        file.setLength(5L << 30); // Takes no room on the disk.
      }
      assertThat(isDrawn()).as(name).isFalse();
      Files.write(run.resolve(name), sound);
    }
    assertThat(isDrawn()).isTrue();
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    for (String content : List.of("", "{}", "[]", "null", "7", "{\"schemaVersion\": 1}")) {
      Files.writeString(run.resolve("results.json"), content);
      assertThat(isDrawn()).as(content).isFalse();
    }
  }
}
