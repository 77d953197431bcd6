package footfall.fuzzing;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What was found once, and what an attacker would try first. */
class CorpusTest {
  private static final Path CORPUS = Path.of("corpus");
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @TestFactory
  Stream<DynamicTest> everyInputIsTakenOrRefused() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : Targets.names()) {
      Target target = Targets.open(name);
      for (Path file : files(CORPUS.resolve(name))) {
        tests.add(
            DynamicTest.dynamicTest(
                name + "/" + file.getFileName(),
                () ->
                    assertTimeoutPreemptively(
                        LONGEST, () -> target.feed(Files.readAllBytes(file)))));
      }
    }
    return tests.stream();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
