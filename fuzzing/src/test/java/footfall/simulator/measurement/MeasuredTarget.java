package footfall.simulator.measurement;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.fuzzing.Refusal;
import footfall.fuzzing.Scratch;
import footfall.fuzzing.Target;
import footfall.simulator.commandline.RunTargets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * The folder of a load test, to calibrate from. The first byte says whether the rest is its
 * results, its requests, or its requests as they are packed.
 */
public final class MeasuredTarget implements Target {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path run;
  private final byte[] results;
  private final byte[] requests;

  public MeasuredTarget() throws IOException {
    run = RunTargets.simulated(new Scratch());
    ObjectNode tree = (ObjectNode) JSON.readTree(run.resolve("results.json").toFile());
    ((ObjectNode) tree.get("run")).put("mode", "load");
    ((ObjectNode) tree.at("/ledger/requests")).put("submitted", 2);
    tree.putObject("load").put("factor", 1);
    results = JSON.writeValueAsBytes(tree);
    requests = Files.readAllBytes(run.resolve("requests.jsonl.gz"));
  }

  @Override
  public void feed(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    int kind = Math.floorMod(input[0], 3);
    Files.write(run.resolve("results.json"), kind == 0 ? bytes : results);
    Files.write(
        run.resolve("requests.jsonl.gz"), kind == 0 ? requests : kind == 1 ? zip(bytes) : bytes);
    Refusal.or(() -> MeasuredFolder.read(run));
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(bytes);
    }
    return zipped.toByteArray();
  }
}
