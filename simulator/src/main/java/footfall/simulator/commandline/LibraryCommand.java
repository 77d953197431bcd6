package footfall.simulator.commandline;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.reports.figures.Quantity;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.profiles.Library;
import footfall.scenarios.reading.profiles.Library.Entry;
import footfall.scenarios.reading.profiles.Profiles.Kind;
import footfall.scenarios.reading.yaml.Quantities;
import footfall.simulator.enginefit.MeasuredServing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "library",
    description = {
      "List the models, devices and precisions that Footfall brings, with speeds and prices.",
      "One that is named alone is shown with the source of each figure."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall library",
      "  footfall library llama",
      "  footfall library gpu-l4",
      "  footfall library --measured measured-serving.csv"
    })
final class LibraryCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "WORD", description = "Part of a name.")
  private String word = "";

  @Option(
      names = "--measured",
      paramLabel = "FILE",
      description = {
        "Predict the rows of a CSV file of serving measurements with derived speeds, and show",
        "the errors by device, model and precision."
      })
  private Path measured;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (measured != null) {
      MeasuredServing.read(measured).print(out);
      return ExitCode.PASS;
    }
    Library library = new Library();
    List<Entry> models = library.entries(Kind.MODEL, word);
    List<Entry> devices = library.entries(Kind.HARDWARE, word);
    List<Entry> precisions = library.entries(Kind.QUANTIZATION, word);
    List<Entry> all = new ArrayList<>(models);
    all.addAll(devices);
    all.addAll(precisions);
    List<Entry> named =
        all.stream().filter(entry -> entry.name().replaceFirst(".*/", "").equals(word)).toList();
    if (all.isEmpty()) {
      throw InvalidInputException.of(
          "library " + word, "no name contains this", "`footfall library` lists all names");
    }
    if (all.size() == 1 || named.size() == 1) {
      details(out, named.size() == 1 ? named.get(0) : all.get(0));
      return ExitCode.PASS;
    }
    engines(out, models.stream().filter(entry -> entry.figures().has("config")).toList());
    vendors(out, models.stream().filter(entry -> entry.figures().has("cost")).toList());
    others(
        out,
        models.stream()
            .filter(entry -> !entry.figures().has("config") && !entry.figures().has("cost"))
            .toList());
    devices(out, devices);
    precisions(out, precisions);
    return ExitCode.PASS;
  }

  private static void engines(PrintWriter out, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    out.printf(
        "%-38s %7s %7s %9s %9s%n", "Models on devices", "layers", "hidden", "experts", "context");
    for (Entry entry : entries) {
      JsonNode config = entry.figures().get("config");
      String experts =
          config.has("num_experts")
              ? config.get("num_experts_per_tok").asInt()
                  + " of "
                  + config.get("num_experts").asInt()
              : "";
      out.printf(
          Locale.ROOT,
          "%-38s %7d %7d %9s %,9d%n",
          entry.name(),
          config.path("num_hidden_layers").asInt(),
          config.path("hidden_size").asInt(),
          experts,
          config.path("max_position_embeddings").asLong());
    }
    out.println();
  }

  private static void vendors(PrintWriter out, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    out.printf(
        "%-38s %8s %8s %8s  %s%n",
        "Models behind APIs, $ per million", "input", "cached", "output", "speed");
    for (Entry entry : entries) {
      JsonNode cost = entry.figures().get("cost");
      out.printf(
          "%-38s %8s %8s %8s  %s%n",
          entry.name(),
          money(cost.path("perMillionInputTokens")),
          money(cost.path("perMillionCachedTokens")),
          money(cost.path("perMillionOutputTokens")),
          entry.provenance().getOrDefault("service.time", "").replaceFirst(":.*", ""));
    }
    out.println();
  }

  private static void others(PrintWriter out, List<Entry> entries) {
    if (!entries.isEmpty()) {
      out.println("Other models");
      entries.forEach(entry -> out.println(entry.name()));
      out.println();
    }
  }

  private static void devices(PrintWriter out, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    out.printf(
        "%-18s %8s %9s %8s %8s %8s %7s %8s%n",
        "Devices", "memory", "GB/s", "bf16", "fp8", "fp4", "watts", "$/hour");
    for (Entry entry : entries) {
      JsonNode device = entry.figures().path("device");
      JsonNode peak = device.path("peak");
      out.printf(
          "%-18s %8s %9s %8s %8s %8s %7s %8s%n",
          entry.name(),
          device.path("memory").asText(),
          device.path("bandwidth").asText().replace("GB/s", ""),
          peak.path("bf16").asText().replace("TFLOP/s", ""),
          peak.path("fp8").asText().replace("TFLOP/s", ""),
          peak.path("fp4").asText().replace("TFLOP/s", ""),
          device.path("busy").asText().replace("W", ""),
          money(device.path("perHour")));
    }
    out.println("bf16, fp8, fp4: dense TFLOP/s");
    out.println();
  }

  private static void precisions(PrintWriter out, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    out.printf("%-18s %8s %8s%n", "Precisions", "memory", "quality");
    for (Entry entry : entries) {
      JsonNode precision = entry.figures().path("precision");
      out.printf(
          "%-18s %8s %8s%n",
          entry.name(), precision.path("memory").asText(), precision.path("quality").asText());
    }
  }

  private static void details(PrintWriter out, Entry entry) {
    out.println(entry.kind().key() + ": " + entry.name());
    entry
        .provenance()
        .forEach(
            (path, source) -> {
              JsonNode figure = entry.figures().at("/" + path.replace('.', '/'));
              out.println("  " + path + ": " + figure.toString().replace("\"", ""));
              out.println("    " + source);
            });
  }

  private static String money(JsonNode amount) {
    return amount.isMissingNode() ? "" : Quantity.digits(Quantities.amount(amount.asText()));
  }
}
