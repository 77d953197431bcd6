package footfall.gatling.shoppers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Files that parts of a message name, read into them: images as data URLs, where {@code image_url}
 * is {@code file:shoe.png}, and long texts, where a part of text has a {@code file} instead. Names
 * are relative to the file of the dialogues. Each file is read once.
 */
final class Attachments {
  private static final long MOST_BYTES = 20L << 20;
  private static final String SCHEME = "file:";
  private static final Map<String, String> IMAGES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "webp", "image/webp",
          "gif", "image/gif");

  private final Path folder;
  private final Map<String, String> read = new HashMap<>();

  /** Files beside a file of dialogues. */
  Attachments(Path dialogues) {
    this.folder = dialogues.toAbsolutePath().resolveSibling("");
  }

  /**
   * Reads the files that a content names into it.
   *
   * @param place of the content, for messages
   * @param content text, or an array of parts, which are changed
   * @throws InvalidInputException if a file cannot be read, is too large, or no image
   */
  void attach(String place, JsonNode content) {
    for (JsonNode part : content) {
      if (part.path("image_url") instanceof ObjectNode image
          && image.path("url").asText("").startsWith(SCHEME)) {
        String name = image.path("url").asText().substring(SCHEME.length());
        image.put("url", read.computeIfAbsent(SCHEME + name, of -> image(place, name)));
      } else if (part instanceof ObjectNode text && text.path("file").isTextual()) {
        String name = text.path("file").asText();
        text.remove("file");
        text.put("type", "text");
        text.put("text", read.computeIfAbsent(name, of -> text(place, name)));
      }
    }
  }

  private String image(String place, String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!IMAGES.containsKey(ending)) {
      throw InvalidInputException.of(
          place, "names " + name + ", which is no image", "take a png, jpg, webp or gif");
    }
    try {
      return "data:"
          + IMAGES.get(ending)
          + ";base64,"
          + Base64.getEncoder().encodeToString(Files.readAllBytes(file(place, name)));
    } catch (IOException e) {
      throw unreadable(place, name, e);
    }
  }

  private String text(String place, String name) {
    try {
      return Files.readString(file(place, name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(place, name, e);
    }
  }

  private Path file(String place, String name) throws IOException {
    Path file = folder.resolve(name);
    if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
      throw InvalidInputException.of(
          place, "names " + name + ", which is larger than 20 MiB", "take a smaller one");
    }
    return file;
  }

  private InvalidInputException unreadable(String place, String name, IOException e) {
    return InvalidInputException.of(
        place,
        "names "
            + name
            + ", which "
            + (e instanceof CharacterCodingException ? "is not in UTF-8" : "cannot be read"),
        "names are relative to the folder " + folder);
  }
}
