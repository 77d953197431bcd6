package footfall.scenarios.reading.profiles;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How others name a model: its repository, or its name at its vendor.
 *
 * @param name {@code Qwen/Qwen3-8B}, or {@code gpt-4.1-mini}
 * @param vendor behind whose API it is, in lower case; empty where its weights can be had
 */
public record ModelName(String name, Optional<String> vendor) {
  private static final Pattern WEIGHTS = Pattern.compile("# ([\\w.-]+/[\\w.-]+): .*");
  private static final Pattern BEHIND_AN_API = Pattern.compile("# (\\S+) behind (\\S+?)'s API.*");

  /**
   * The name of a profile that Footfall brings: the first line of each says what it is of.
   *
   * @param profile as scenarios write it; the last part of it stands for the name of any other
   */
  public static ModelName of(String profile) {
    String own = profile.substring(profile.lastIndexOf('/') + 1);
    String line = firstLine(profile);
    Matcher weights = WEIGHTS.matcher(line);
    if (weights.matches()) {
      return new ModelName(weights.group(1), Optional.empty());
    }
    Matcher api = BEHIND_AN_API.matcher(line);
    return api.matches()
        ? new ModelName(api.group(1), Optional.of(api.group(2).toLowerCase(Locale.ROOT)))
        : new ModelName(own, Optional.empty());
  }

  private static String firstLine(String profile) {
    if (!ProfileNames.all().contains("models/" + profile)) {
      return "";
    }
    try (InputStream in =
            ModelName.class.getResourceAsStream("/footfall/scenarios/models/" + profile + ".yaml");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return String.valueOf(lines.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
