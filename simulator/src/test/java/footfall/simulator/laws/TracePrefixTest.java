package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the prompts of a trace have in common is read once. */
class TracePrefixTest {
  @TempDir private Path folder;

  /**
   * 200 prompts of 2,048 tokens, 10 s apart; the first so many blocks of 512 are the same in all.
   */
  private Results replay(int shared, String engine) throws IOException {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    for (int i = 0; i < 200; i++) {
      StringJoiner ids = new StringJoiner(", ", "[", "]");
      for (int block = 0; block < 4; block++) {
        ids.add(Integer.toString(block < shared ? block : 100 + 4 * i + block));
      }
      lines.add(
          "{\"timestamp\": %d, \"input_length\": 2048, \"output_length\": 20, \"hash_ids\": %s}"
              .formatted(i * 10_000, ids));
    }
    Files.writeString(folder.resolve("trace.jsonl"), lines.toString());
    return Laws.run(
        Laws.read(
            Files.writeString(
                folder.resolve("s.yaml"),
                """
                name: s
                replications: 1
                horizon: 40min
                drain: true
                arrivals: {trace: {file: trace.jsonl}}
                shoppers: {c: {turns: 1}}
                pools: {gpu: {model: published/gemma-2-2b-a10g, engine: {%s}}}
                routing: {ratio: {gpu: 1}}
                """
                    .formatted(engine))));
  }

  @Test
  void hitsAreWhatTheHashesSay() throws IOException {
    // All but the first prompt find three of four blocks.
    assertThat(replay(3, "maxSequences: 256").pools().get(0).engine().cacheHits())
        .isCloseTo(0.75 * 199 / 200, within(1e-9));
    assertThat(replay(0, "maxSequences: 256").pools().get(0).engine().cacheHits()).isZero();
    assertThat(replay(3, "prefixCaching: false").pools().get(0).engine().cacheHits()).isZero();
  }

  @Test
  void whatIsNotReadAgainIsThereSooner() throws IOException {
    double alike = replay(3, "maxSequences: 256").metrics().get("time_to_first_token").p50();
    double different = replay(0, "maxSequences: 256").metrics().get("time_to_first_token").p50();

    assertThat(alike).isLessThan(different / 2);
  }

  /**
   * Prompts of conversations that go on and branch, as in Mooncake's traces: with memory for all of
   * them and blocks of 512 tokens, what is found is what any earlier prompt had from its start.
   */
  @Test
  void unboundedMemoryFindsAllThatWasReadBefore() throws IOException {
    Random random = new Random(8);
    List<List<Integer>> prompts = new ArrayList<>();
    Set<List<Integer>> read = new HashSet<>();
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    double input = 0;
    double found = 0;
    int next = 0;
    for (int i = 0; i < 400; i++) {
      List<Integer> blocks = new ArrayList<>();
      if (i > 0 && random.nextDouble() < 0.6) {
        List<Integer> before = prompts.get(random.nextInt(prompts.size()));
        blocks.addAll(before.subList(0, 1 + random.nextInt(before.size())));
      }
      for (int more = 1 + random.nextInt(6); more > 0; more--) {
        blocks.add(next++);
      }
      int tokens = 512 * (blocks.size() - 1) + 1 + random.nextInt(511);
      input += tokens;
      for (int length = 1; length < blocks.size(); length++) {
        found += read.add(List.copyOf(blocks.subList(0, length))) ? 0 : 512;
      }
      prompts.add(blocks);
      lines.add(
          "{\"timestamp\": %d, \"input_length\": %d, \"output_length\": 20, \"hash_ids\": %s}"
              .formatted(i * 20_000, tokens, blocks));
    }
    Files.writeString(folder.resolve("tree.jsonl"), lines.toString());

    Results results =
        Laws.run(
            Laws.read(
                Files.writeString(
                    folder.resolve("tree.yaml"),
                    """
                    name: tree
                    replications: 1
                    drain: true
                    arrivals: {trace: {file: tree.jsonl}}
                    pools:
                      gpu:
                        model: published/gemma-2-2b-a10g
                        engine: {kvTokens: 100000000, blockSize: 512, maxContext: 1000000}
                    routing: {ratio: {gpu: 1}}
                    """)));

    assertThat(found / input).isGreaterThan(0.2);
    assertThat(results.pools().get(0).engine().cacheHits()).isCloseTo(found / input, within(0.01));
  }
}
