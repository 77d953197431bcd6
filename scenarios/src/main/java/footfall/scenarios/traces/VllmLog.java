package footfall.scenarios.traces;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of a vLLM server that logs requests ({@code --enable-log-requests}, and {@code
 * --enable-log-outputs} for the answers): lines of other kinds are passed by. Where an answer was
 * not logged, what it may have at most stands for it.
 */
final class VllmLog {
  private static final Pattern RECEIVED =
      Pattern.compile(
          "(\\d\\d)-(\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?) .*?Received request (\\S+?): (.*)");
  private static final Pattern DETAILS = Pattern.compile("Request (\\S+) details: (.*)");
  private static final Pattern GENERATED =
      Pattern.compile(
          "(\\d\\d)-(\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?) .*?Generated response (\\S+?)"
              + "(?: \\(streaming (\\w+)\\))?: (.*)");
  private static final Pattern IDS = Pattern.compile("(prompt|output)_token_ids: \\[([0-9, ]*)\\]");
  private static final Pattern PROMPT =
      Pattern.compile("prompt: ['\"](.*?)['\"], (?:params|prompt_)");
  private static final Pattern MOST = Pattern.compile("max_tokens=(\\d+)");

  /** Any leap year: dates of a log have none. */
  private static final String YEAR = "2024-";

  private final TokenCounter counter;
  private final Map<String, Row> open = new HashMap<>();
  private final Deque<Row> rows = new ArrayDeque<>();
  private int withoutAnswer;

  VllmLog(TokenCounter counter) {
    this.counter = counter;
  }

  /** Whether a line is of such a log. */
  static boolean isOne(String line) {
    return line.matches(
        "(\\(.*?\\) )?(INFO|WARNING|DEBUG|ERROR) \\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d.*");
  }

  /** Takes from a line what it says of some request. */
  void read(String line) {
    Matcher received = RECEIVED.matcher(line);
    if (received.find()) {
      Row row = new Row();
      row.put(Field.TIME, time(received));
      rows.add(row);
      open.put(received.group(4), row);
      input(row, received.group(5));
      Matcher most = MOST.matcher(received.group(5));
      if (most.find()) {
        row.putLabel("max_tokens", most.group(1));
      }
      return;
    }
    Matcher details = DETAILS.matcher(line);
    if (details.find() && open.containsKey(details.group(1))) {
      input(open.get(details.group(1)), details.group(2));
      return;
    }
    Matcher generated = GENERATED.matcher(line);
    if (generated.find() && !"delta".equals(generated.group(5))) {
      Row row = open.remove(generated.group(4));
      if (row != null) {
        row.put(Field.END, time(generated));
        tokens(generated.group(6), "output").ifPresent(n -> row.put(Field.OUTPUT, n));
      }
    }
  }

  private void input(Row row, String text) {
    tokens(text, "prompt").ifPresent(n -> row.put(Field.INPUT, n));
    Matcher prompt = PROMPT.matcher(text);
    if (row.get(Field.INPUT) == null && prompt.find()) {
      row.put(Field.INPUT, Integer.toString(counter.tokens(prompt.group(1))));
    }
  }

  private static Optional<String> tokens(String text, String of) {
    Matcher ids = IDS.matcher(text);
    while (ids.find()) {
      if (ids.group(1).equals(of)) {
        String list = ids.group(2).strip();
        return Optional.of(list.isEmpty() ? "0" : Integer.toString(list.split(",").length));
      }
    }
    return Optional.empty();
  }

  private static String time(Matcher line) {
    return YEAR + line.group(1) + "-" + line.group(2) + " " + line.group(3).replace(',', '.');
  }

  /** The requests whose prompts are known, in order; to be asked once, at the end. */
  List<Row> rows() {
    List<Row> known = new ArrayList<>();
    for (Row row : rows) {
      if (row.get(Field.INPUT) == null) {
        continue;
      }
      String most = row.labels().remove("max_tokens");
      if (row.get(Field.OUTPUT) == null && most != null) {
        row.put(Field.OUTPUT, most);
        withoutAnswer++;
      }
      if (row.get(Field.OUTPUT) != null) {
        known.add(row);
      }
    }
    return known;
  }

  /** Requests whose answer was not logged, so that the most that it may have stands for it. */
  int withoutAnswer() {
    return withoutAnswer;
  }

  /** Requests that were logged without their prompt or any length of an answer. */
  int unknown() {
    return rows.size() - (int) rows.stream().filter(row -> row.get(Field.OUTPUT) != null).count();
  }
}
