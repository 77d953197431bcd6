package footfall.simulator.enginefit;

import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.ModelShape;
import footfall.scenarios.pools.PoolSpec;
import footfall.simulator.enginefit.EngineFit.Figure;
import footfall.simulator.enginefit.EngineFit.Found;
import java.util.List;
import java.util.Locale;

/** Writes a fitted engine as a model profile. */
final class EngineProfile {
  private final StringBuilder yaml = new StringBuilder();
  private final String source;

  private EngineProfile(String source) {
    this.source = source.replaceAll("[\"\\\\]", "'");
  }

  static String write(PoolSpec pool, Engine engine, Found found, List<String> names) {
    String source = "footfall calibrate, " + String.join(", ", names);
    EngineProfile profile = new EngineProfile(source);
    profile.yaml.append("# The engine of pool ").append(pool.name()).append(".\n");
    for (Figure figure : found.figures()) {
      profile.yaml.append(
          String.format(
              Locale.ROOT,
              "#   %s: %.4g, %s%n",
              figure.name(),
              figure.value(),
              figure.known()
                  ? String.format(
                      Locale.ROOT, "95 %% interval %.4g to %.4g", figure.low(), figure.high())
                  : "not identified by the data"));
    }
    found.alike().forEach(pair -> profile.yaml.append("#   cannot be separated: " + pair + "\n"));
    profile.figure("", "kind", pool.kind().name().toLowerCase(Locale.ROOT), "assumed");
    profile.footprint(engine.shape());
    profile.yaml.append("engine:\n");
    profile.figure("  ", "maxSequences", Integer.toString(engine.maxSequences()), "assumed");
    profile.figure(
        "  ", "maxBatchedTokens", Integer.toString(engine.maxBatchedTokens()), "assumed");
    profile.figure("  ", "blockSize", Integer.toString(engine.blockSize()), "assumed");
    profile.figure("  ", "kvTokens", Long.toString(engine.kvTokens()), "assumed");
    profile.step(engine.rates());
    return profile.yaml.toString();
  }

  private void footprint(ModelShape shape) {
    yaml.append("footprint:\n");
    figure("  ", "weights", plain(shape.weightBytes() / 1e6) + "MB", "assumed");
    figure("  ", "kvPerToken", plain(shape.kvBytesPerToken()) + "B", "assumed");
    figure("  ", "parameters", plain(shape.parameters()), "assumed");
    figure("  ", "headParameters", plain(shape.headParameters()), "assumed");
    figure("  ", "layers", Integer.toString(shape.layers()), "assumed");
    figure("  ", "attentionWidth", Integer.toString(shape.attentionWidth()), "assumed");
    if (shape.experts().isPresent()) {
      ModelShape.Experts experts = shape.experts().get();
      yaml.append("  experts:\n");
      figure("    ", "count", Integer.toString(experts.count()), "assumed");
      figure("    ", "perToken", Integer.toString(experts.perToken()), "assumed");
      figure("    ", "weights", plain(experts.weightBytes() / 1e6) + "MB", "assumed");
    }
  }

  private void step(DeviceRates rates) {
    yaml.append("  step:\n");
    figure("    ", "overhead", plain(rates.overheadSeconds() * 1e6) + "us", "measured");
    figure("    ", "perSequence", plain(rates.secondsPerSequence() * 1e9) + "ns", "measured");
    figure("    ", "compute", plain(rates.flops() / 1e9) + "GFLOP/s", "measured");
    figure("    ", "weightBandwidth", plain(rates.bytesPerSecond() / 1e6) + "MB/s", "measured");
    figure("    ", "kvBandwidth", plain(rates.kvBytesPerSecond() / 1e6) + "MB/s", "measured");
    figure("    ", "attentionCompute", plain(rates.attentionFlops() / 1e9) + "GFLOP/s", "measured");
    figure(
        "    ",
        "communication",
        plain(rates.communicationSecondsPerToken() * 1e9) + "ns",
        "assumed");
  }

  private void figure(String indent, String name, String value, String provenance) {
    String from = provenance.equals("measured") ? source : "as the scenario states";
    yaml.append(indent)
        .append(name)
        .append(": {value: ")
        .append(value)
        .append(", provenance: ")
        .append(provenance)
        .append(", source: \"")
        .append(from)
        .append("\"}\n");
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
