package footfall.reports.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.text.StringEscapeUtils;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Finished runs of every kind, stored with what their reports say: {@code report.txt} is the text
 * of the report, with a check sum for each picture. Where a report is meant to change, {@code mvn
 * -pl reports -am test -Dtest=StoredRunsTest -Dgolden=update} writes the new text, to be read
 * before it is committed.
 */
class StoredRunsTest {
  private static final Path STORED = Path.of("src/test/resources/stored-runs");
  private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
  private static final Pattern PICTURE = Pattern.compile("(?s)<svg.*?</svg>");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "sweep", "size", "comparison", "evaluation", "load", "calibration"})
  void theReportSaysWhatItSaid(String kind) throws IOException {
    try (Stream<Path> files = Files.list(STORED.resolve(kind))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    FinishedRun run = FinishedRun.in(folder);
    String html = Files.readString(run.drawReport());

    assertThat(html.startsWith("<!DOCTYPE html>")).isTrue();
    assertThat(Pattern.compile("https?://").matcher(html).results()).as("addresses").isEmpty();
    String text = text(html);
    assertThat(text).doesNotContain("NaN", "Infinity", "null");
    assertThat(text.replaceAll("\\s+", " ")).contains(run.answer().replaceAll("\\s+", " "));
    Path golden = STORED.resolve(kind).resolve("report.txt");
    if (UPDATE) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  private static String text(String html) {
    String body =
        html.replaceAll("(?s)<(script|style|title).*?</\\1>", "").replaceAll("(?s)<!--.*?-->", "");
    StringBuilder told = new StringBuilder();
    Matcher pictures = PICTURE.matcher(body);
    while (pictures.find()) {
      CRC32 sum = new CRC32();
      sum.update(pictures.group().getBytes(StandardCharsets.UTF_8));
      String texts = pictures.group().replaceAll("(?s)<[^>]+>", " ");
      pictures.appendReplacement(
          told,
          Matcher.quoteReplacement(
              "\npicture " + HexFormat.of().toHexDigits((int) sum.getValue()) + texts + "\n"));
    }
    pictures.appendTail(told);
    return StringEscapeUtils.unescapeHtml4(
                told.toString()
                    .replaceAll("<(h1|h2|h3|p|tr|li|dt|figure|summary)\\b[^>]*>", "\n")
                    .replaceAll("(?s)<[^>]+>", " ")
                    .replaceAll("[ \\t]+", " ")
                    .replaceAll(" ?\n[ \n]*", "\n")
                    .strip())
            .replace("&#x27;", "'")
        + "\n";
  }
}
