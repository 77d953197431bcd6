package footfall.simulator.enginefit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Requests that a server has answered, in order of arrival.
 *
 * @param name of the file
 */
public record RequestLog(String name, List<Answered> requests) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEYS =
      List.of("input_toks", "output_toks", "queued_ts", "first_token_ts", "last_token_ts");
  private static final int MOST_PROBLEMS = 20;

  /**
   * One of them; times in nanoseconds since the first arrival.
   *
   * @param input tokens of the prompt
   * @param output tokens of the reply
   */
  public record Answered(
      double arrivalNanos, double firstTokenNanos, double lastTokenNanos, int input, int output) {
    double ttft() {
      return (firstTokenNanos - arrivalNanos) / 1e9;
    }

    double tpot() {
      return (lastTokenNanos - firstTokenNanos) / Math.max(1, output - 1) / 1e9;
    }

    double endToEnd() {
      return (lastTokenNanos - arrivalNanos) / 1e9;
    }
  }

  /** In which unit the times of a file are. */
  public enum TimeUnit {
    S(1e9),
    MS(1e6),
    US(1e3);

    private final double nanos;

    TimeUnit(double nanos) {
      this.nanos = nanos;
    }

    double seconds() {
      return nanos / 1e9;
    }
  }

  /**
   * Reads a file of one JSON object a line, or {@code requests.jsonl.gz} of a load test of ours, of
   * which what was not answered is left out.
   *
   * @throws InvalidInputException with the lines that are wrong
   */
  public static RequestLog read(Path file, TimeUnit unit) {
    List<Answered> requests = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (!line.isBlank() && problems.size() < MOST_PROBLEMS) {
        Answered answered = parse(line, file + ":" + number, unit, problems);
        if (answered != null) {
          requests.add(answered);
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    if (requests.size() < 2) {
      throw InvalidInputException.of(
          file.toString(), "has fewer than two requests", "measure for longer");
    }
    requests.sort(Comparator.comparingDouble(Answered::arrivalNanos));
    double start = requests.get(0).arrivalNanos;
    return new RequestLog(
        file.getFileName().toString(),
        requests.stream()
            .map(
                r ->
                    new Answered(
                        r.arrivalNanos - start,
                        r.firstTokenNanos - start,
                        r.lastTokenNanos - start,
                        r.input,
                        r.output))
            .toList());
  }

  private static List<String> lines(Path file) {
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
                    StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (UncheckedIOException | IOException e) {
      throw unreadable(file);
    }
  }

  private static InvalidInputException unreadable(Path file) {
    return InvalidInputException.of(
        file.toString(),
        Files.exists(file) ? "is no text, or cannot be read" : "does not exist",
        "name a JSONL file of requests");
  }

  private static Answered parse(
      String line, String location, TimeUnit unit, List<Problem> problems) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      problems.add(new Problem(location, "", "", "is no JSON", "one object a line with " + KEYS));
      return null;
    }
    if (node.has("inputTokens")) {
      return ofLoadTest(node);
    }
    for (String key : KEYS) {
      JsonNode value = node.path(key);
      if (!value.isNumber() || value.asDouble() < 0) {
        problems.add(
            new Problem(
                location,
                key,
                value.isMissingNode() ? "" : value.toString(),
                "must be a number that is not negative",
                "each line needs " + String.join(", ", KEYS)));
        return null;
      }
    }
    for (String key : KEYS.subList(0, 2)) {
      JsonNode tokens = node.get(key);
      if (!tokens.canConvertToExactIntegral() || !tokens.canConvertToInt() || tokens.asInt() < 1) {
        problems.add(
            new Problem(
                location,
                key,
                tokens.toString(),
                "must be a whole number of tokens, at least 1",
                "leave out requests without a reply"));
        return null;
      }
    }
    Answered answered =
        new Answered(
            node.get("queued_ts").asDouble() * unit.nanos,
            node.get("first_token_ts").asDouble() * unit.nanos,
            node.get("last_token_ts").asDouble() * unit.nanos,
            node.get("input_toks").asInt(),
            node.get("output_toks").asInt());
    if (answered.firstTokenNanos <= answered.arrivalNanos
        || answered.lastTokenNanos < answered.firstTokenNanos) {
      problems.add(
          new Problem(
              location,
              "first_token_ts",
              node.get("first_token_ts").asText(),
              "must be after queued_ts and not after last_token_ts",
              "check --unit: the times are read in one unit"));
    } else {
      return answered;
    }
    return null;
  }

  /** A line of the log of a load test of ours, whose times are seconds; null if not answered. */
  private static Answered ofLoadTest(JsonNode node) {
    boolean isAnswered =
        node.path("outcome").asText().equals("completed") && node.path("firstToken").isNumber();
    return isAnswered
        ? new Answered(
            node.path("sent").asDouble() * TimeUnit.S.nanos,
            node.get("firstToken").asDouble() * TimeUnit.S.nanos,
            node.path("ended").asDouble() * TimeUnit.S.nanos,
            Math.max(1, node.path("inputTokens").asInt()),
            Math.max(1, node.path("outputTokens").asInt()))
        : null;
  }
}
