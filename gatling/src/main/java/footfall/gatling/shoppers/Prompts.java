package footfall.gatling.shoppers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.gatling.wire.Replies;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.randomness.Streams;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people have really asked, instead of our own phrases: dialogues from a file of JSON lines,
 * or of one JSON array. A dialogue is {@code messages} as OpenAI has them (with {@code tools}, also
 * within the {@code body} of a batch file), {@code conversations} as ShareGPT has them, or one
 * {@code prompt}; {@code output_tokens} says how long the reply is expected to be. Parts of a
 * message may name files ({@link Attachments}). Immutable.
 */
public final class Prompts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_DIALOGUES = 1_000_000;
  private static final long MOST_BYTES = 1L << 30;
  private static final int BYTES_PER_TOKEN = 4;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Its number among the draws of a shopper. */
  private static final long PICK = -77;

  private static final List<String> EXPECTED =
      List.of("output_tokens", "expected_tokens", "max_tokens", "max_completion_tokens");
  private static final Map<String, String> ROLES =
      Map.of(
          "human", "user",
          "user", "user",
          "gpt", "assistant",
          "chatgpt", "assistant",
          "bing", "assistant",
          "assistant", "assistant",
          "system", "system",
          "developer", "system",
          "tool", "tool");

  /**
   * One dialogue.
   *
   * @param system instructions; null for none
   * @param turns content of what its shopper says, in order, text or parts
   * @param tools that are offered, as the API has them; null for none
   * @param replyTokens of a reply, as far as it is told; 0 where it is not
   */
  public record Dialogue(
      @Nullable JsonNode system, List<JsonNode> turns, @Nullable JsonNode tools, int replyTokens) {
    /** Copies the list. */
    public Dialogue {
      turns = List.copyOf(turns);
    }

    /** About how many tokens of text one of its turns has; images are not counted. */
    int tokensPerTurn() {
      long bytes = turns.stream().mapToLong(Dialogue::bytesOfText).sum();
      return (int) Math.max(1, bytes / turns.size() / BYTES_PER_TOKEN);
    }

    private static long bytesOfText(JsonNode turn) {
      if (!turn.isArray()) {
        return turn.toString().length();
      }
      long bytes = 0;
      for (JsonNode part : turn) {
        bytes += part.path("text").asText("").length();
      }
      return bytes;
    }
  }

  /** By the number of their turns. */
  private final TreeMap<Integer, List<Dialogue>> byTurns = new TreeMap<>();

  private final List<Dialogue> all;

  /** Whether each is a body that is sent as it is. */
  private final boolean areBodies;

  private Prompts(List<Dialogue> all, boolean areBodies) {
    this.all = List.copyOf(all);
    this.areBodies = areBodies;
    all.forEach(
        dialogue ->
            byTurns
                .computeIfAbsent(dialogue.turns().size(), turns -> new ArrayList<>())
                .add(dialogue));
  }

  /**
   * What shoppers say in a load test.
   *
   * @param file empty for words of our own
   * @throws InvalidInputException if it cannot be read
   */
  public static Optional<Prompts> of(Optional<Path> file, Replies replies) {
    String option = replies.plain() ? "--bodies " : "--prompts ";
    return file.map(name -> read(option, name, replies.plain()));
  }

  /**
   * Reads a file of dialogues.
   *
   * @param option how messages call it
   * @throws InvalidInputException if a line is no dialogue
   */
  public static Prompts read(String option, Path file) {
    return read(option, file, false);
  }

  private static Prompts read(String option, Path file, boolean areBodies) {
    List<Dialogue> dialogues = new ArrayList<>();
    Attachments attachments = new Attachments(file);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw InvalidInputException.of(
            option + file, "is larger than 1 GiB", "take a part of it: shuf -n 100000");
      }
      try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        in.mark(1);
        if (in.read() != BYTE_ORDER_MARK) { // As editors on Windows write it.
          in.reset();
        }
        in.mark(1);
        boolean isArray = in.read() == '[';
        in.reset();
        if (isArray) {
          readArray(file, in, areBodies, attachments, dialogues);
        } else {
          readLines(file, in, areBodies, attachments, dialogues);
        }
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          option + file,
          e instanceof NoSuchFileException
              ? "does not exist"
              : e instanceof CharacterCodingException ? "is not in UTF-8" : "cannot be read",
          "name a file of JSON lines in UTF-8");
    }
    if (dialogues.isEmpty()) {
      throw InvalidInputException.of(
          option + file,
          areBodies ? "is empty" : "holds no dialogue",
          areBodies
              ? "write the JSON of a request on each line"
              : "write {\"prompt\": \"...\"} on a line");
    }
    return new Prompts(dialogues, areBodies);
  }

  private static void readLines(
      Path file,
      BufferedReader in,
      boolean areBodies,
      Attachments attachments,
      List<Dialogue> dialogues)
      throws IOException {
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (!line.isBlank()) {
        try {
          add(file + ":" + number, JSON.readTree(line), areBodies, attachments, dialogues);
        } catch (JsonProcessingException e) {
          throw InvalidInputException.of(
              file + ":" + number, "is no JSON", "write one JSON object on each line");
        }
      }
    }
  }

  private static void readArray(
      Path file,
      BufferedReader in,
      boolean areBodies,
      Attachments attachments,
      List<Dialogue> dialogues)
      throws IOException {
    try (MappingIterator<JsonNode> entries = JSON.readerFor(JsonNode.class).readValues(in)) {
      int number = 0;
      while (entries.hasNextValue()) {
        add(file + ", entry " + ++number, entries.nextValue(), areBodies, attachments, dialogues);
      }
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          file + ":" + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          "is no JSON",
          "write a JSON array, or one JSON object on each line");
    }
  }

  private static void add(
      String place,
      JsonNode entry,
      boolean isBody,
      Attachments attachments,
      List<Dialogue> dialogues) {
    if (dialogues.size() == MOST_DIALOGUES) {
      throw InvalidInputException.of(
          place, "is one more than a million", "take a part of it: shuf -n 100000");
    }
    dialogues.add(
        isBody
            ? new Dialogue(null, List.of(entry), null, 0)
            : dialogue(place, entry.has("body") ? entry.get("body") : entry, attachments));
  }

  private static Dialogue dialogue(String place, JsonNode entry, Attachments attachments) {
    int expected = 0;
    for (String name : EXPECTED) {
      JsonNode tokens = entry.path(name);
      if (!tokens.isMissingNode() && !tokens.isNull() && !(tokens.asInt(0) > 0)) {
        throw InvalidInputException.of(
            place, "has " + name + " " + tokens + ", which is no number above 0", "leave it out");
      }
      expected = expected > 0 ? expected : tokens.asInt(0);
    }
    JsonNode prompt = entry.path("prompt");
    if (prompt.isTextual() && !prompt.asText().isBlank()) {
      return new Dialogue(null, List.of(prompt), null, expected);
    }
    boolean isShared = entry.path("conversations").isArray();
    JsonNode messages = isShared ? entry.get("conversations") : entry.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw InvalidInputException.of(
          place,
          "is no dialogue",
          "write {\"messages\": [{\"role\": \"user\", \"content\": \"...\"}]}, {\"conversations\":"
              + " [..]} or {\"prompt\": \"...\"}");
    }
    JsonNode system = null;
    List<JsonNode> turns = new ArrayList<>();
    long replyBytes = 0;
    int replies = 0;
    for (JsonNode message : messages) {
      String named = message.path(isShared ? "from" : "role").asText("");
      String role = ROLES.get(named);
      JsonNode content = message.path(isShared ? "value" : "content");
      boolean says = content.isTextual() ? !content.asText().isBlank() : !content.isEmpty();
      if (role == null) {
        throw InvalidInputException.of(
            place,
            "has a message of the role `" + named + "`",
            isShared
                ? "write human, gpt, system or tool"
                : "write user, assistant, system, developer or tool");
      }
      if (role.equals("user") && !says) {
        throw InvalidInputException.of(
            place, "has a message of its user without content", "leave it out");
      }
      attachments.attach(place, content);
      if (role.equals("user")) {
        turns.add(content);
      } else if (role.equals("system") && turns.isEmpty()) {
        system = content;
      } else if (role.equals("assistant") && content.isTextual()) {
        replyBytes += content.asText().getBytes(StandardCharsets.UTF_8).length;
        replies++;
      }
    }
    if (turns.isEmpty()) {
      throw InvalidInputException.of(
          place, "has no message of a user", "write {\"role\": \"user\", \"content\": \"...\"}");
    }
    if (expected == 0 && replies > 0) {
      expected = (int) Math.max(1, replyBytes / replies / BYTES_PER_TOKEN);
    }
    JsonNode tools = entry.path("tools").isArray() ? entry.get("tools") : null;
    return new Dialogue(system, turns, tools, expected);
  }

  /** All dialogues, in the order of the file. */
  public List<Dialogue> all() {
    return all;
  }

  /** How many dialogues there are. */
  public int size() {
    return all.size();
  }

  /**
   * The dialogue of a shopper, at random among those with this number of turns. If there is none,
   * among those with the next larger number; if there is none either, among the longest, whose
   * turns are then repeated.
   *
   * @param key of the shopper; the same for the same dialogue
   */
  Dialogue of(long key, int turns) {
    Map.Entry<Integer, List<Dialogue>> fitting = byTurns.ceilingEntry(turns);
    List<Dialogue> some = (fitting == null ? byTurns.lastEntry() : fitting).getValue();
    return some.get((int) Long.remainderUnsigned(Streams.entity(key, PICK), some.size()));
  }

  /**
   * A body that is sent as it is, at random; empty where shoppers converse.
   *
   * @param draw the same for the same body
   */
  Optional<byte[]> body(long draw) {
    return areBodies ? Optional.of(first(draw)) : Optional.empty();
  }

  /** The first body; empty where shoppers converse. */
  public Optional<byte[]> body() {
    return body(0);
  }

  private byte[] first(long draw) {
    return of(draw, 1).turns().get(0).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Turns of each dialogue. */
  public int[] turns() {
    return all.stream().mapToInt(dialogue -> dialogue.turns().size()).toArray();
  }

  /** About how many tokens a turn of each dialogue has. */
  public int[] messageTokens() {
    return all.stream().mapToInt(Dialogue::tokensPerTurn).toArray();
  }

  /** Tokens of replies of the dialogues that tell them. */
  public int[] replyTokens() {
    return all.stream().mapToInt(Dialogue::replyTokens).filter(tokens -> tokens > 0).toArray();
  }
}
