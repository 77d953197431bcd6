package footfall.fuzzing;

import footfall.serving.djl.ModelTargets;
import footfall.serving.gateway.BodyTarget;
import footfall.serving.remote.VendorTarget;
import footfall.simulator.cluster.CodecTarget;
import footfall.simulator.commandline.RunTargets;
import footfall.simulator.experiments.JournalTarget;
import footfall.simulator.measurement.MeasuredTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** All that reads, by the name of its corpus. */
final class Targets {
  private static final Map<String, Callable<Target>> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("scenario", ScenarioTargets::scenario),
              Map.entry("sizing", ScenarioTargets::sizing),
              Map.entry("evaluation", ScenarioTargets::evaluation),
              Map.entry("experiment", ScenarioTargets::experiment),
              Map.entry("setting", ScenarioTargets::setting),
              Map.entry("trace", ScenarioTargets::trace),
              Map.entry("gateway", ScenarioTargets::gateway),
              Map.entry("report", RunTargets::report),
              Map.entry("compare", RunTargets::compare),
              Map.entry("measured", MeasuredTarget::new),
              Map.entry("journal", JournalTarget::journal),
              Map.entry("codec", CodecTarget::new),
              Map.entry("body", BodyTarget::new),
              Map.entry("vendor", VendorTarget::new),
              Map.entry("heard", WireTargets::heard),
              Map.entry("said", WireTargets::said),
              Map.entry("words", WireTargets::words),
              Map.entry("graph", ModelTargets::graph),
              Map.entry("tokenizer", ModelTargets::tokenizer),
              Map.entry("template", ModelTargets::template)));

  /** All of them but the vendor, whose answers go through real connections, one after another. */
  static final String ANY = "any";

  private static final String VENDOR = "vendor";

  private Targets() {}

  /** Their names. */
  static Iterable<String> names() {
    return ALL.keySet();
  }

  /** Those that an input for {@link #ANY} may be meant for; its first byte is an index here. */
  static List<String> quick() {
    return ALL.keySet().stream().filter(name -> !name.equals(VENDOR)).toList();
  }

  /** The one of that name, ready to read. */
  static Target open(String name) throws Exception {
    return name.equals(ANY) ? openAny() : openOne(name);
  }

  private static Target openAny() throws Exception {
    List<Target> targets = new ArrayList<>();
    for (String name : quick()) {
      targets.add(openOne(name));
    }
    return input -> {
      if (input.length > 0) {
        Target target = targets.get(Byte.toUnsignedInt(input[0]) % targets.size());
        target.feed(Arrays.copyOfRange(input, 1, input.length));
      }
    };
  }

  private static Target openOne(String name) throws Exception {
    Callable<Target> target = ALL.get(name);
    if (target == null) {
      throw new IllegalArgumentException(name + " is none of " + ALL.keySet());
    }
    return target.call();
  }
}
