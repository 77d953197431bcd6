package footfall.simulator.commandline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/**
 * The verbs by name. Only the one that is asked for is looked at, which makes the start shorter.
 */
final class Verbs {
  private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();
  private static final Set<String> LIVE = Set.of("serve", "rehearse", "load", "evaluate", "node");

  static {
    ALL.put("simulate", SimulateCommand.class);
    ALL.put("sweep", SweepCommand.class);
    ALL.put("size", SizeCommand.class);
    ALL.put("compare", CompareCommand.class);
    ALL.put("report", ReportCommand.class);
    ALL.put("validate", ValidateCommand.class);
    ALL.put("import", ImportCommand.class);
    ALL.put("check", CheckCommand.class);
    ALL.put("library", LibraryCommand.class);
    ALL.put("serve", ServeCommand.class);
    ALL.put("rehearse", RehearseCommand.class);
    ALL.put("load", LoadCommand.class);
    ALL.put("merge", MergeCommand.class);
    ALL.put("calibrate", CalibrateCommand.class);
    ALL.put("evaluate", EvaluateCommand.class);
    ALL.put("node", NodeCommand.class);
  }

  private Verbs() {}

  /** Knows the verb with which the arguments begin; all of them where they begin otherwise. */
  static CommandLine commandLine(FootfallCommand footfall, String... arguments) {
    CommandLine commandLine = new CommandLine(footfall);
    if (arguments.length > 0 && ALL.containsKey(arguments[0])) {
      add(commandLine, arguments[0]);
    } else {
      ALL.keySet().forEach(verb -> add(commandLine, verb));
    }
    return commandLine;
  }

  private static void add(CommandLine footfall, String verb) {
    boolean isMissing = LIVE.contains(verb) && Edition.isLean();
    footfall.addSubcommand(verb, isMissing ? MissingCommand.class : ALL.get(verb));
  }
}
