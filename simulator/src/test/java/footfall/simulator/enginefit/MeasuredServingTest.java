package footfall.simulator.enginefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published measurements beside derived speeds. */
class MeasuredServingTest {
  private static final String HEADER =
      "model,precision,device,gpus,parallelism,engine,input_tokens,output_tokens,load_kind,load,"
          + "ttft_ms,tpot_ms,tpot_stat,quality\n";

  @TempDir private Path folder;

  private String table(String rows) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), HEADER + rows);
    StringWriter text = new StringWriter();
    MeasuredServing.read(file).print(new PrintWriter(text, true));
    return text.toString();
  }

  /** Rows of published benchmarks: an A10G and an H100 behind vLLM and TensorRT-LLM. */
  @Test
  void rowsArePredictedWithoutBeingFitted() throws IOException {
    String table =
        table(
            "meta-llama/Llama-3.1-8B-Instruct,bf16,A10G-24GB,1,TP1,vllm,16,256,"
                + "closed loop concurrency,32,135.0,37.32,mean,A\n"
                + "meta-llama/Llama-3.1-8B-Instruct,bf16,H100-SXM-80GB,1,TP1,trtllm,1024,128,"
                + "concurrency,8,191.0,7.94,as published,B\n"
                + "Qwen/Qwen3-8B,bfloat16,H100-SXM-80GB,1,TP1,vllm,dataset:lm-arena-chat,647.0,"
                + "max_num_seqs (saturated; mean batch 8.0),8,,8.2,itl_p50,A\n");
    assertThat(table).contains("| gpu-a10g | llama-3.1-8b | bf16 | 1 | 1 |");
    assertThat(table).contains("3 rows predicted; 0 left out");
    double worst =
        table
            .lines()
            .filter(line -> line.startsWith("| gpu-"))
            .mapToDouble(line -> Double.parseDouble(line.split("\\|")[6].replace("%", "").strip()))
            .max()
            .orElseThrow();
    assertThat(worst).isBetween(.1, 20.0);
  }

  @Test
  void whatTheLibraryDoesNotHaveIsLeftOut() throws IOException {
    assertThat(
            table(
                "nobody/nothing-8B,bf16,A10G-24GB,1,TP1,vllm,16,256,concurrency,32,1,1,mean,A\n"
                    + "Qwen/Qwen3-8B,Q4_K_M,A10G-24GB,1,,llama.cpp,16,256,batch 1,1,1,1,mean,A\n"
                    + "Qwen/Qwen3-8B,bf16,Abacus,1,TP1,vllm,16,256,concurrency,32,1,1,mean,A\n"))
        .contains("0 rows predicted; 3 left out");
  }

  @Test
  void aFileThatCannotBeReadIsOneError() throws IOException {
    Path none = folder.resolve("none.csv");
    assertThatThrownBy(() -> MeasuredServing.read(none))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be read as CSV");
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> MeasuredServing.read(other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other.csv:2: has no value for model");
    assertThatThrownBy(
            () ->
                table("Qwen/Qwen3-8B,bf16,A10G-24GB,x,TP1,vllm,16,256,concurrency,32,1,1,mean,A\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("gpus: \"x\" must be a number from 1");
  }
}
