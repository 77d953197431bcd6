package footfall.scenarios.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.randomness.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhrasesTest {
  private static final Set<String> BLANKS =
      Set.of(
          "item",
          "items",
          "color",
          "style",
          "price",
          "occasion",
          "one",
          "other",
          "words",
          "language",
          "tags",
          "person",
          "age");
  private static final Pattern NAME = Pattern.compile("\\{([^}]*)}");

  @ParameterizedTest
  @EnumSource
  void everyNameInALineIsASectionOrABlank(DialogueLanguage tongue) {
    String file = tongue.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    List<String> lines = PhraseFiles.lines(file);
    Set<String> known = new HashSet<>(BLANKS);
    for (String line : lines) {
      if (line.startsWith("[") && !line.contains("{")) {
        assertThat(known.add(line.substring(1, line.length() - 1))).as(line).isTrue();
      }
    }
    for (String line : lines) {
      Matcher name = NAME.matcher(line);
      while (name.find()) {
        assertThat(known).as(line).contains(name.group(1));
      }
    }
  }

  /** Whatever is wanted can be said in phrases of the training and in those of exams. */
  @ParameterizedTest
  @EnumSource
  void everythingCanBeSaid(DialogueLanguage tongue) {
    Word item = Lexicon.ITEMS.get(0);
    Word color = Lexicon.COLORS.get(0);
    Word style = Lexicon.STYLES.get(0);
    for (boolean unseen : new boolean[] {false, true}) {
      Speech speech = new Speech(tongue, new RandomStream().at(3), 0, unseen);
      for (int time = 0; time < 50; time++) {
        Line line = speech.search(item, color, 700);
        assertThat(line.text()).contains("700").doesNotContain("{", "  ");
        assertThat(line.call().orElseThrow().text())
            .isEqualTo("search(item=shirt, color=red, max=700)");
        assertThat(speech.search(item, null, 700).call().orElseThrow().arguments()).hasSize(2);
        assertThat(speech.search(item, color, 0).call().orElseThrow().arguments()).hasSize(2);
        assertThat(speech.recommend(Lexicon.OCCASIONS.get(0), 700).text()).contains("700");
        assertThat(speech.compare("K42", "B07").text()).contains("K42", "B07");
        assertThat(speech.filterPrice(700).text()).contains("700");
        assertThat(speech.filterColor(color).call()).isPresent();
        assertThat(speech.filterStyle(style).call()).isPresent();
        assertThat(speech.translate(color, item).text()).isNotBlank();
        assertThat(speech.photo(List.of(color, item)).text()).contains("[photo: red shirt]");
        assertThat(speech.chat().call()).isEmpty();
        assertThat(speech.accept("K42").text()).contains("K42");
      }
    }
  }

  /** Of what exams say nothing is a phrase of the training, and neither is a free prompt. */
  @ParameterizedTest
  @EnumSource
  void examsDoNotSpeakInPhrasesOfTheTraining(DialogueLanguage tongue) throws IOException {
    RandomStream random = new RandomStream().at(5);
    Speech seen = new Speech(tongue, random, 0, false);
    Speech unseen = new Speech(tongue, random, 0, true);
    for (int time = 0; time < 300; time++) {
      Word item = Lexicon.ITEMS.get(time % Lexicon.ITEMS.size());
      Word color = Lexicon.COLORS.get(time % Lexicon.COLORS.size());
      assertThat(Phrases.have(tongue, seen.search(item, color, 50 * time).text())).isTrue();
      assertThat(Phrases.have(tongue, seen.photo(List.of(color, item)).text())).isTrue();
      assertThat(Phrases.have(tongue, seen.translate(color, item).text())).isTrue();
      for (Line line :
          List.of(
              unseen.search(item, color, 50 * time),
              unseen.filterColor(color),
              unseen.compare("K42", "B07"),
              unseen.chat())) {
        assertThat(Phrases.have(tongue, line.text())).as(line.text()).isFalse();
      }
    }
    for (String line : Files.readAllLines(Path.of("../docs/examples/exam/free-prompts.jsonl"))) {
      String said = new ObjectMapper().readTree(line).at("/messages/0/content").asText();
      assertThat(Phrases.have(tongue, said)).as(said).isFalse();
    }
  }
}
