package footfall.simulator.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Stands for a verb that the lean archive has not, and says where to find it. */
@Command(description = "Not in the lean archive.")
final class MissingCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Edition.requireLive(spec.name());
    throw new IllegalStateException(spec.name() + " is there");
  }
}
