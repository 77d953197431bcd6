package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.yaml.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What files of the catalog are refused for once a value is changed: {@code refusals.txt} has a
 * line for each change and below it what is said of it. {@code -Dgolden=update} writes the answers
 * anew, to be read before they are committed.
 */
class RefusalsTest {
  private static final Path CATALOG = Path.of("catalog");
  private static final Path REFUSALS = Path.of("src/test/resources/refusals.txt");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
  private static final String HERE = Path.of("").toAbsolutePath().toString();
  private static final String CHANGE = "> ";

  private static String answer(String change) {
    String[] words = change.substring(CHANGE.length()).split(" (?=[a-zA-Z]+[.=])");
    Path file = CATALOG.resolve(words[0] + ".yaml");
    StringBuilder answer = new StringBuilder();
    try {
      List<Setting> settings =
          List.of(words).subList(1, words.length).stream().map(Setting::parse).toList();
      read(words[0], file, settings);
      answer.append("  nothing\n");
    } catch (InvalidInputException e) {
      for (Problem problem : e.problems()) {
        answer
            .append("  ")
            .append(problem.toString().replace(CATALOG + "/", "").replace(HERE, "."))
            .append('\n');
      }
    }
    return answer.toString();
  }

  private static void read(String name, Path file, List<Setting> settings) {
    if (name.contains("size-")) {
      new SizingReader().read(file, settings);
    } else if (name.equals("muse-evaluation")) {
      new EvaluationReader().read(file, settings);
    } else {
      new ScenarioReader().read(file, settings);
    }
  }

  @Test
  void everyRuleSaysWhatIsWrongAndWhere() throws IOException {
    String stored = Files.readString(REFUSALS);
    StringBuilder told = new StringBuilder();
    stored
        .lines()
        .filter(line -> line.startsWith(CHANGE))
        .forEach(change -> told.append(change).append('\n').append(answer(change)));
    if (UPDATE) {
      Files.writeString(REFUSALS, told);
    }
    assertThat(told.toString()).isEqualTo(Files.readString(REFUSALS));
  }
}
