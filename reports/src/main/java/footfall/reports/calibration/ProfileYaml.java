package footfall.reports.calibration;

import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Empirical;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.Batching.Contention;
import footfall.scenarios.pools.Curve;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Service;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Writes a fitted service model as a profile, every figure with its provenance. */
public final class ProfileYaml {
  private static final double MICROS = 1e6;

  private final StringBuilder yaml = new StringBuilder();
  private final String source;

  private ProfileYaml(String source) {
    this.source = source;
  }

  /**
   * The profile of a pool.
   *
   * @param source in a few words, without quotation marks
   */
  public static String write(PoolSpec spec, FittedService fitted, String source) {
    ProfileYaml profile = new ProfileYaml(source);
    profile.yaml.append("# The service model of pool ").append(spec.name()).append(".\n");
    for (FittedService.Parameter parameter : fitted.parameters()) {
      profile.yaml.append(
          String.format(
              Locale.ROOT,
              "#   %s: %.4g, 95 %% interval %.4g to %.4g%n",
              parameter.name(),
              parameter.value(),
              parameter.ci95()[0],
              parameter.ci95()[1]));
    }
    profile.figure("", "kind", spec.kind().name().toLowerCase(Locale.ROOT));
    profile.figure("", "slots", Integer.toString(spec.slots()));
    profile.yaml.append("service:\n");
    profile.service(fitted.service(), spec.slots());
    return profile.yaml.toString();
  }

  private void service(Service service, int slots) {
    figure("  ", "time", distribution(service.time()));
    figure("  ", "perInputToken", micros(service.secondsPerInputToken()));
    if (service.batching().isEmpty()) {
      if (service.streams()) {
        figure("  ", "perOutputToken", distribution(service.secondsPerOutputToken()));
      }
      return;
    }
    Batching batching = service.batching().get();
    yaml.append("  batching:\n");
    figure("    ", "tpot", "{table: {" + table(batching.tpot(), slots, true) + "}}");
    figure("    ", "prefillSlowdown", "{" + table(batching.prefillSlowdown(), slots, false) + "}");
    if (batching.pace().squaredCv() > 0) {
      figure("    ", "pace", values(batching.pace(), ProfileYaml::number));
    }
    batching.contention().ifPresent(contention -> contention(contention, slots));
  }

  private void figure(String indent, String name, String value) {
    yaml.append(indent)
        .append(name)
        .append(": {value: ")
        .append(value)
        .append(", provenance: measured, source: \"")
        .append(source)
        .append("\"}\n");
  }

  private static String table(Curve curve, int slots, boolean isTime) {
    return PiecewiseLinearBasis.upTo(slots).stream()
        .map(n -> n + ": " + (isTime ? micros(curve.at(n)) : number(curve.at(n))))
        .collect(Collectors.joining(", "));
  }

  private void contention(Contention contention, int slots) {
    int others = (contention.workers() - 1) * slots;
    figure(
        "    ",
        "contention",
        "{workers: "
            + contention.workers()
            + ", tpot: {"
            + table(contention.tpot(), others, false)
            + "}, prefill: {"
            + table(contention.prefill(), others, false)
            + "}}");
  }

  private static String distribution(Distribution distribution) {
    return distribution instanceof Constant constant
        ? micros(constant.value())
        : values(distribution, ProfileYaml::micros);
  }

  private static String values(Distribution distribution, DoubleFunction<String> written) {
    return "{empirical: {values: ["
        + DoubleStream.of(((Empirical) distribution).values())
            .mapToObj(written)
            .collect(Collectors.joining(", "))
        + "]}}";
  }

  private static String micros(double seconds) {
    return number(seconds * MICROS) + "us";
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
  }
}
