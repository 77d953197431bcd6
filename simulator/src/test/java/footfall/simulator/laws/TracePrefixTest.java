package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
