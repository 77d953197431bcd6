package footfall.simulator.commandline;

import footfall.gatling.shoppers.Prompts;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * A load that needs no scenario file: it is written as one, with a single pool for the target, of
 * whose speed nothing is said.
 *
 * @param arrivals and {@code seconds}: as in a scenario
 */
record PlainWorkload(String arrivals, double seconds, Sizes sizes) {
  private static final int PROMPT_TOKENS = 200;
  private static final int REPLY_TOKENS = 100;
  private static final double LONGEST_SECONDS = 7 * 86_400;
  private static final int MOST_AT_ONCE = 100_000;
  private static final Pattern RATE = Pattern.compile("([0-9]*[.]?[0-9]+)(?:/(s|min|h))?");
  private static final Map<String, Double> SECONDS = Map.of("s", 1.0, "min", 60.0, "h", 3_600.0);

  private static final String YAML =
      """
      name: load
      horizon: %.9gs
      replications: 1
      warmUp: none
      arrivals: %s
      shoppers:
        everyone:
          turns: %s
          messageTokens: %s
          replyTokens: %s
          thinking: 1ms
          context: {history: true}
      pools:
        target: {kind: llm, slots: 100000, service: {time: 0s}}  # Nothing is known of it.
      routing: {ratio: {target: 1}}
      """;

  /** Tokens of prompts and replies; null where they are not stated. */
  record Sizes(@Nullable Integer promptTokens, @Nullable Integer replyTokens) {}

  static PlainWorkload atRate(
      String rate, Duration duration, Optional<Duration> ramp, Sizes sizes) {
    double seconds = seconds("--duration", duration);
    String shape =
        ramp.map(
                time ->
                    String.format(
                        Locale.ROOT,
                        ", shape: [{ramp: {from: 0s, to: %.9gs, before: 0, after: 1}}]",
                        seconds("--ramp", time)))
            .orElse("");
    return new PlainWorkload(
        String.format(
            Locale.ROOT, "{poisson: {rate: %.9g/s%s}}", perSecond("--rate " + rate, rate), shape),
        seconds,
        sizes);
  }

  static PlainWorkload atOnce(int concurrency, Duration duration, Sizes sizes) {
    if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
      throw InvalidInputException.of(
          "--concurrency " + concurrency, "must be from 1 to 100000", "write --concurrency 8");
    }
    return new PlainWorkload(
        "{closed: {population: " + concurrency + "}}", seconds("--duration", duration), sizes);
  }

  static PlainWorkload inStages(String stages, Sizes sizes) {
    StringBuilder steps = new StringBuilder("{piecewise: [");
    double from = 0;
    for (String stage : stages.split(",")) {
      String[] parts = stage.strip().split(":", 2);
      if (parts.length < 2) {
        throw InvalidInputException.of(
            "--stages " + stages, "is no list of rates and times", "write --stages 1:30s,2:30s");
      }
      double to = from + seconds("--stages " + stages, duration(stages, parts[1]));
      steps.append(
          String.format(
              Locale.ROOT,
              "{from: %.9gs, to: %.9gs, rate: %.9g/s}, ",
              from,
              to,
              perSecond("--stages " + stages, parts[0])));
      from = to;
    }
    return new PlainWorkload(steps.append("]}").toString(), from, sizes);
  }

  private static Duration duration(String stages, String time) {
    try {
      return new DurationConverter().convert(time.strip());
    } catch (TypeConversionException e) {
      throw InvalidInputException.of(
          "--stages " + stages, e.getMessage(), "write --stages 1:30s,2:30s");
    }
  }

  private static double perSecond(String option, String rate) {
    Matcher matcher = RATE.matcher(rate.strip());
    double perSecond =
        matcher.matches()
            ? Double.parseDouble(matcher.group(1))
                / SECONDS.getOrDefault(matcher.group(2) == null ? "s" : matcher.group(2), 1.0)
            : 0;
    if (!(perSecond > 0 && perSecond <= 1e5)) {
      throw InvalidInputException.of(
          option, "must be a rate above 0, and not above 100,000 a second", "write 2 or 90/min");
    }
    return perSecond;
  }

  private static double seconds(String option, Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    if (!(seconds >= 1 && seconds <= LONGEST_SECONDS)) {
      throw InvalidInputException.of(option, "must be from 1 s to 7 days", "write 60s or 5m");
    }
    return seconds;
  }

  /** Writes it as a scenario, which is gone when the process ends. */
  Path write(Optional<Prompts> prompts) {
    String yaml =
        String.format(
            Locale.ROOT,
            YAML,
            seconds,
            arrivals,
            prompts.map(p -> empirical(p.turns())).orElse("1"),
            prompts
                .map(p -> empirical(p.messageTokens()))
                .orElse(tokens("--prompt-tokens", sizes.promptTokens(), PROMPT_TOKENS)),
            prompts
                .map(Prompts::replyTokens)
                .filter(told -> told.length > 0 && sizes.replyTokens() == null)
                .map(PlainWorkload::empirical)
                .orElse(tokens("--reply-tokens", sizes.replyTokens(), REPLY_TOKENS)));
    try {
      Path folder = Files.createTempDirectory("footfall-load-");
      Path file = Files.writeString(folder.resolve("load.yaml"), yaml);
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tokens(String option, @Nullable Integer stated, int otherwise) {
    int tokens = stated == null ? otherwise : stated;
    if (tokens < 1 || tokens > 1_000_000) {
      throw InvalidInputException.of(
          option + " " + tokens, "must be from 1 to a million", "leave it out");
    }
    return Integer.toString(tokens);
  }

  /** The distribution of these numbers, as a scenario has it. */
  private static String empirical(int[] values) {
    Map<Integer, Long> counts =
        Arrays.stream(values)
            .boxed()
            .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));
    return counts.size() == 1
        ? Integer.toString(values[0])
        : "{empirical: {values: " + counts.keySet() + ", weights: " + counts.values() + "}}";
  }
}
