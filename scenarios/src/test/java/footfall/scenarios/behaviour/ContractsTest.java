package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device costs under the contract that its pool states. */
class ContractsTest {
  @TempDir private Path folder;

  private ResolvedScenario read(String pool) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: contracts
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 100, replyTokens: 50}}
            pools:
              p: {model: library/llama-3.1-8b, hardware: gpu-h100, %s}
            routing: {ratio: {p: 1}}
            """
                .formatted(pool));
    return new ScenarioReader().read(file, List.of());
  }

  private PoolSpec pool(String contract) throws IOException {
    return read(contract).scenario().pools().get(0);
  }

  @ParameterizedTest
  @CsvSource({"onDemand, 6.88", "reserved1Year, 4.33", "reserved3Years, 2.97", "spot, 2.56"})
  void eachHasItsPrice(String contract, double perHour) throws IOException {
    assertThat(pool("contract: " + contract).prices().perWorkerHour()).isEqualTo(perHour);
  }

  @Test
  void withoutOneItIsThatOnDemand() throws IOException {
    assertThat(pool("workers: 2").prices().perWorkerHour()).isEqualTo(6.88);
    assertThat(pool("workers: 2").operations().failures()).isEmpty();
  }

  @Test
  void spotIsInterrupted() throws IOException {
    assertThat(pool("contract: spot").operations().failures().orElseThrow().uptime().mean())
        .isEqualTo(3_270 * 3_600.0);
    assertThat(
            pool("contract: spot, failures: {uptime: 8h, repair: 1min}")
                .operations()
                .failures()
                .orElseThrow()
                .uptime()
                .mean())
        .isEqualTo(8 * 3_600.0);
    assertThat(read("contract: spot").provenance().get("p").get("failures")).startsWith("assumed");
  }

  /** As in a currency of one's own: what is not chosen is not asked about. */
  @Test
  void otherPricesDoNotMatter() throws IOException {
    assertThat(pool("device: {perHour: €5}").prices().perWorkerHour()).isEqualTo(5);
  }

  @Test
  void aResolvedScenarioReadsTheSame() throws IOException {
    ResolvedScenario resolved = read("contract: spot");
    Path again = Files.writeString(folder.resolve("again.yaml"), resolved.yaml());

    assertThat(new ScenarioReader().read(again, List.of()).yaml()).isEqualTo(resolved.yaml());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hardware: gpu-t4, contract: reserved1Year | pools.p.contract: reserved1Year: gpu-t4 has no price under this contract. Maybe one of onDemand, spot",
        "contract: forever | pools.p.contract: \"forever\": must be one of onDemand, reserved1Year"
      })
  void whatIsNotToBeHadIsNamed(String pool, String expected) throws IOException {
    String text = pool.contains("hardware") ? pool : "hardware: gpu-h100, " + pool;
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: contracts
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 100, replyTokens: 50}}
            pools: {p: {model: library/qwen3-8b, precision: int8, %s}}
            routing: {ratio: {p: 1}}
            """
                .formatted(text));
    assertThat(
            catchThrowableOfType(
                    InvalidInputException.class, () -> new ScenarioReader().read(file, List.of()))
                .getMessage())
        .contains(expected);
  }
}
