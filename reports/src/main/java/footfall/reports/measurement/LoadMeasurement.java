package footfall.reports.measurement;

import footfall.reports.recording.Census;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a load test has brought home.
 *
 * @param target base address
 * @param model that was asked for
 * @param factor by which the scenario's load was multiplied
 * @param requests those that were open at the end among them
 * @param census of the shoppers at the end
 * @param endNanos when the run was closed
 * @param replies how long they were
 * @param server empty where the server has no metrics
 * @param answeredByServer requests that the server has counted as answered; NaN where it does not
 *     tell
 * @param played names of the pools that a server of ours only plays
 * @param energy that devices have drawn in the measured time; empty where no meter was read
 */
public record LoadMeasurement(
    String target,
    String model,
    double factor,
    List<MeasuredRequest> requests,
    Census census,
    long endNanos,
    GeneratorHealth generator,
    ReplyLengths replies,
    List<ServerSample> server,
    double answeredByServer,
    Set<String> played,
    Optional<MeasuredEnergy> energy) {
  /** Copies the lists. */
  public LoadMeasurement {
    played = Set.copyOf(played);
    requests = List.copyOf(requests);
    server = List.copyOf(server);
  }

  /** The same without what the server tells of all its clients together. */
  public LoadMeasurement withoutServer() {
    return new LoadMeasurement(
        target,
        model,
        factor,
        requests,
        census,
        endNanos,
        generator,
        replies,
        List.of(),
        Double.NaN,
        played,
        energy);
  }
}
