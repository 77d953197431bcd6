package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.problems.InvalidInputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The levels of one axis of an experiment: stated values, named variants, or a range.
 *
 * @param name of the axis
 * @param levels the stated ones; empty where the axis is a range
 * @param range null where the levels are stated
 */
public record AxisLevels(String name, List<Level> levels, @Nullable Range range) {

  /**
   * One level.
   *
   * @param label as tables show it
   * @param settings values by path
   */
  public record Level(String label, Map<String, String> settings) {}

  /** From one end to another, in a unit; any place between can be had. */
  record Range(
      String path, String sign, double from, double to, String unit, int points, boolean log) {
    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);

    /** The level at a place from 0 to 1. */
    Level at(double place) {
      double value = log ? from * Math.pow(to / from, place) : from + (to - from) * place;
      String text =
          sign + new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString() + unit;
      return new Level(text, Map.of(path, text));
    }
  }

  private static final Pattern END = Pattern.compile("([$€£₹]?)(-?[0-9]+(?:\\.[0-9]+)?)(.*)");

  /** Binds an axis that has passed the schema. */
  public static AxisLevels bind(JsonNode axis, String source) {
    String path = axis.path("path").asText();
    String name = axis.has("name") ? axis.get("name").asText() : path;
    if (axis.has("variants")) {
      return new AxisLevels(axis.has("name") ? name : "variant", variants(axis), null);
    }
    if (axis.has("values")) {
      List<Level> levels = new ArrayList<>();
      axis.get("values")
          .forEach(
              v -> levels.add(new Level(ClaimBinder.text(v), Map.of(path, ClaimBinder.text(v)))));
      return new AxisLevels(name, List.copyOf(levels), null);
    }
    return new AxisLevels(name, List.of(), range(axis, path, source));
  }

  private static List<Level> variants(JsonNode axis) {
    List<Level> levels = new ArrayList<>();
    for (Map.Entry<String, JsonNode> variant : axis.get("variants").properties()) {
      Map<String, String> settings = new LinkedHashMap<>();
      variant
          .getValue()
          .properties()
          .forEach(value -> settings.put(value.getKey(), ClaimBinder.text(value.getValue())));
      levels.add(new Level(variant.getKey(), settings));
    }
    return List.copyOf(levels);
  }

  private static Range range(JsonNode axis, String path, String source) {
    Matcher from = END.matcher(axis.get("from").asText());
    Matcher to = END.matcher(axis.get("to").asText());
    boolean alike =
        from.matches()
            && to.matches()
            && from.group(1).equals(to.group(1))
            && from.group(3).equals(to.group(3));
    if (!alike) {
      throw InvalidInputException.of(
          source,
          "from " + axis.get("from") + " to " + axis.get("to") + ": must be in the same unit",
          "write from: 100/h, to: 500/h");
    }
    boolean log = axis.get("scale").asText().equals("log");
    double low = Double.parseDouble(from.group(2));
    double high = Double.parseDouble(to.group(2));
    if (log && (low <= 0 || high <= 0)) {
      throw InvalidInputException.of(
          source, "a logarithmic axis must not touch zero", "start above zero, or use linear");
    }
    return new Range(
        path, from.group(1), low, high, from.group(3), axis.get("points").asInt(), log);
  }

  /** How many levels a full design has. */
  public int count() {
    return range == null ? levels.size() : range.points();
  }

  /** A level of the full design. */
  public Level level(int index) {
    return range == null ? levels.get(index) : range.at((double) index / (range.points() - 1));
  }

  /** The level at a place from 0 to 1, 1 excluded, of a Latin hypercube. */
  public Level levelAt(double place) {
    return range == null ? levels.get((int) (place * levels.size())) : range.at(place);
  }

  /** The labels of the levels that these points have, in order of the axis. */
  public List<String> labels(List<Experiment.Point> points) {
    List<String> labels = points.stream().map(point -> point.at().get(name)).distinct().toList();
    return range == null
        ? levels.stream().map(Level::label).filter(labels::contains).toList()
        : labels.stream().sorted(Comparator.comparingDouble(AxisLevels::number)).toList();
  }

  private static double number(String label) {
    Matcher matcher = END.matcher(label);
    return matcher.matches() ? Double.parseDouble(matcher.group(2)) : 0;
  }

  /** Every path that any level changes. */
  public List<String> paths() {
    return range == null
        ? levels.stream().flatMap(level -> level.settings().keySet().stream()).distinct().toList()
        : List.of(range.path());
  }
}
