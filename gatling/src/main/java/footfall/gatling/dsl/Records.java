package footfall.gatling.dsl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.gatling.shoppers.Prompts;
import footfall.scenarios.problems.InvalidInputException;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.FeederBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files as records for Gatling's feeders. */
final class Records {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private Records() {}

  static FeederBuilder<Object> dialogues(String file) {
    List<Map<String, Object>> records = new ArrayList<>();
    for (Prompts.Dialogue dialogue : Prompts.read("", Path.of(file)).all()) {
      Map<String, Object> record = new LinkedHashMap<>();
      List<Object> turns = new ArrayList<>();
      dialogue.turns().forEach(turn -> turns.add(turn.isTextual() ? turn.asText() : turn));
      record.put("prompt", turns.get(0));
      record.put("turns", turns);
      record.put("system", dialogue.system() == null ? "" : dialogue.system().asText());
      record.put("tools", dialogue.tools() == null ? List.of() : dialogue.tools());
      records.add(record);
    }
    return CoreDsl.listFeeder(records);
  }

  static FeederBuilder<Object> lines(String file) {
    List<Map<String, Object>> records = new ArrayList<>();
    int number = 0;
    try (BufferedReader in = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank()) {
          records.add(JSON.readValue(line, OBJECT));
        }
      }
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          file + ":" + number, "is no JSON object", "write one JSON object on each line");
    } catch (IOException e) {
      throw InvalidInputException.of(
          file, "cannot be read (" + e.getMessage() + ")", "name a file of JSON lines in UTF-8");
    }
    if (records.isEmpty()) {
      throw InvalidInputException.of(file, "is empty", "write one JSON object on each line");
    }
    return CoreDsl.listFeeder(records);
  }
}
