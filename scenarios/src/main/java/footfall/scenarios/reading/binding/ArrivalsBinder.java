package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Counted;
import footfall.scenarios.arrivals.Modulated;
import footfall.scenarios.arrivals.RateShape;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.TimedArrivals;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.distributions.Gamma;
import footfall.scenarios.distributions.Weibull;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.ArrayList;
import java.util.List;

/** Binds {@code arrivals}. */
final class ArrivalsBinder {
  private final double hoursAhead;

  private ArrivalsBinder(double hoursAhead) {
    this.hoursAhead = hoursAhead;
  }

  /**
   * Binds one way of arriving.
   *
   * @param data of the files that the arrivals name
   * @param hoursAhead by which the clocks are ahead that a diurnal shape goes by
   */
  static Arrivals bind(JsonNode node, NamedData data, double hoursAhead) {
    return new ArrivalsBinder(hoursAhead).arrivals(node, data);
  }

  private Arrivals arrivals(JsonNode node, NamedData data) {
    String family = node.fieldNames().next();
    JsonNode spec = node.get(family);
    return switch (family) {
      case "poisson" -> renewal(new Exponential(gap(spec)), spec);
      case "gamma" -> renewal(Gamma.ofSd(gap(spec), gap(spec) * cv(spec)), spec);
      case "weibull" -> renewal(Weibull.ofSd(gap(spec), gap(spec) * cv(spec)), spec);
      case "constant" -> renewal(new Constant(gap(spec)), spec);
      case "mmpp" -> modulated(spec);
      case "piecewise" -> piecewise(spec);
      case "times" -> times(spec);
      case "trace" ->
          new Replay(
              data.trace().orElseThrow(),
              spec.get("speed").asDouble(),
              spec.get("sessions").asBoolean(),
              spec.get("loop").asBoolean());
      case "volumes" -> new Counted(data.arrivals().orElseThrow(), 1);
      case "closed" -> new Arrivals.Closed(spec.get("population").asInt());
      default -> throw new IllegalArgumentException(family);
    };
  }

  private static double gap(JsonNode spec) {
    return 1 / Quantities.perSecond(spec.get("rate").asText());
  }

  private static double cv(JsonNode spec) {
    return spec.get("cv").asDouble();
  }

  private Renewal renewal(Distribution gap, JsonNode spec) {
    return new Renewal(gap, shapes(spec));
  }

  private Modulated modulated(JsonNode spec) {
    List<Modulated.State> states = new ArrayList<>();
    spec.get("states")
        .forEach(
            state ->
                states.add(
                    new Modulated.State(
                        Quantities.perSecond(state.get("rate").asText()), seconds(state, "stay"))));
    return new Modulated(states, shapes(spec));
  }

  /** The greatest rate, thinned by factors of at most one. */
  private static Renewal piecewise(JsonNode spec) {
    double greatest = 0;
    for (JsonNode step : spec) {
      greatest = Math.max(greatest, Quantities.perSecond(step.get("rate").asText()));
    }
    List<RateShape.Steps.Stretch> stretches = new ArrayList<>();
    for (JsonNode step : spec) {
      double rate = Quantities.perSecond(step.get("rate").asText());
      stretches.add(
          new RateShape.Steps.Stretch(seconds(step, "from"), seconds(step, "to"), rate / greatest));
    }
    return new Renewal(new Exponential(1 / greatest), List.of(new RateShape.Steps(stretches, 0)));
  }

  private static TimedArrivals times(JsonNode spec) {
    List<Long> times = new ArrayList<>();
    spec.forEach(time -> times.add(Quantities.nanos(time.asText())));
    return new TimedArrivals(times);
  }

  private List<RateShape> shapes(JsonNode spec) {
    List<RateShape> shapes = new ArrayList<>();
    for (JsonNode shape : spec.get("shape")) {
      String name = shape.fieldNames().next();
      shapes.add(shape(name, shape.get(name)));
    }
    return shapes;
  }

  private RateShape shape(String name, JsonNode spec) {
    return switch (name) {
      case "steps" -> {
        List<RateShape.Steps.Stretch> stretches = new ArrayList<>();
        for (JsonNode step : spec) {
          stretches.add(
              new RateShape.Steps.Stretch(
                  seconds(step, "from"), seconds(step, "to"), step.get("factor").asDouble()));
        }
        yield new RateShape.Steps(stretches, 1);
      }
      case "ramp" ->
          new RateShape.Ramp(
              seconds(spec, "from"),
              seconds(spec, "to"),
              spec.get("before").asDouble(),
              spec.get("after").asDouble());
      case "diurnal" -> {
        List<Double> hours = new ArrayList<>();
        spec.get("hours").forEach(hour -> hours.add(hour.asDouble()));
        yield new RateShape.Diurnal(
            hours, CohortBinder.startHour(spec.get("start").asDouble(), hoursAhead));
      }
      case "flashSale" ->
          new RateShape.FlashSale(
              seconds(spec, "at"),
              spec.get("amplitude").asDouble(),
              seconds(spec, "ramp"),
              seconds(spec, "decay"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double seconds(JsonNode node, String key) {
    return Quantities.seconds(node.get(key).asText());
  }
}
