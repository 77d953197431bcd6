package footfall.scenarios.exams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.problems.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A file of recorded dialogues, JSON lines or one JSON array, packed by gzip or not. What kind they
 * are of is seen from the first of their fields: messages of OpenAI's API, rows of DialogueKit and
 * UserSimCRS, ReDial, MUSE, or conversations that an evaluation of ours has left. Stateless.
 */
public final class DialogueFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 100_000;
  private static final int GZIP = 0x1f;
  private static final List<DialogueForm> FORMS =
      List.of(
          new OpenAiMessages(),
          new MuseConversation(),
          new DialogueKitConversation(),
          new RedialConversation(),
          new OwnTranscript());

  private DialogueFile() {}

  /**
   * Reads a file.
   *
   * @throws InvalidInputException with file and line, if an entry is no dialogue
   */
  public static List<RecordedDialogue> read(Path file) {
    List<RecordedDialogue> dialogues = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(unpacked(file), StandardCharsets.UTF_8))) {
      in.mark(2);
      int first = in.read();
      if (first != '\uFEFF') {
        in.reset();
        in.mark(2);
        first = in.read();
      } else {
        in.mark(2);
        first = in.read();
      }
      in.reset();
      if (first == '[') {
        readArray(file, in, dialogues);
      } else {
        readLines(file, in, dialogues);
      }
    } catch (NoSuchFileException e) {
      throw InvalidInputException.of(file.toString(), "does not exist", "name another file");
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read", "name a file of JSON lines in UTF-8");
    }
    if (dialogues.isEmpty()) {
      throw InvalidInputException.of(
          file.toString(), "holds no dialogue", "write {\"messages\": [..]} on a line");
    }
    return dialogues;
  }

  private static InputStream unpacked(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    int first = in.read();
    in.reset();
    return first == GZIP ? new GZIPInputStream(in) : in;
  }

  private static void readLines(Path file, BufferedReader in, List<RecordedDialogue> dialogues)
      throws IOException {
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (!line.isBlank()) {
        try {
          add(file + ":" + number, JSON.readTree(line), dialogues);
        } catch (JsonProcessingException e) {
          throw InvalidInputException.of(
              file + ":" + number, "is no JSON", "write one dialogue on each line");
        }
      }
    }
  }

  private static void readArray(Path file, BufferedReader in, List<RecordedDialogue> dialogues)
      throws IOException {
    try (MappingIterator<JsonNode> entries = JSON.readerFor(JsonNode.class).readValues(in)) {
      int number = 0;
      while (entries.hasNextValue()) {
        add(file + ", entry " + ++number, entries.nextValue(), dialogues);
      }
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          file + ":" + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          "is no JSON",
          "write a JSON array, or one dialogue on each line");
    }
  }

  private static void add(String place, JsonNode entry, List<RecordedDialogue> dialogues) {
    if (dialogues.size() == MOST) {
      throw InvalidInputException.of(
          place, "is one more than " + MOST, "take a part of them: shuf -n " + MOST);
    }
    DialogueForm form =
        FORMS.stream()
            .filter(each -> each.isOf(entry))
            .findFirst()
            .orElseThrow(
                () ->
                    InvalidInputException.of(
                        place,
                        "is no dialogue of a known form",
                        "write {\"messages\": [{\"role\": \"user\", \"content\": \"..\"}, ..]}"));
    RecordedDialogue dialogue = form.read(new Entry(place, entry));
    if (dialogue.turns().isEmpty()) {
      throw InvalidInputException.of(
          place, "has no message of a user", "leave it out, or add what the user says");
    }
    dialogues.add(dialogue);
  }
}
