package footfall.simulator.measurement;

import footfall.scenarios.Scenario;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.EvaluationReader.ResolvedEvaluation;
import footfall.scenarios.retail.Catalog;
import footfall.serving.evaluation.ModelEvaluator;
import footfall.serving.evaluation.ResidentMemory;
import footfall.serving.shop.ProductIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One model of an evaluation in a process of its own, with a small heap, to see what memory it
 * takes: in a process that other models used before it could not be told apart.
 */
public final class LoneModel {
  private static final int CONVERSATIONS = 40;
  private static final long PATIENCE_SECONDS = 300;

  private LoneModel() {}

  /**
   * Resident memory after some conversations, the heap of at most 256 MB included; NaN where the
   * platform does not tell.
   *
   * @param pool its name
   * @param beside folder from which model directories are found
   */
  static double residentBytes(ResolvedEvaluation read, String pool, Path beside) {
    Path scratch = Scratch.folder();
    try {
      Path file = Files.writeString(scratch.resolve("scenario.yaml"), read.resolved().yaml());
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-Xms16m",
              "-Xmx256m",
              "-cp",
              System.getProperty("java.class.path"),
              LoneModel.class.getName(),
              file.toString(),
              pool,
              beside.toString());
      Path told = scratch.resolve("told");
      builder.redirectOutput(told.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("MALLOC_ARENA_MAX", "2");
      Process process = builder.start();
      Thread hook = new Thread(process::destroyForcibly, "end-lone-model");
      Runtime.getRuntime().addShutdownHook(hook);
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(hook);
      return ended && process.exitValue() == 0
          ? Double.parseDouble(Files.readString(told).strip())
          : Double.NaN;
    } catch (IOException | NumberFormatException | IllegalStateException e) {
      return Double.NaN; // Then nobody tells.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      Scratch.delete(scratch);
    }
  }

  /**
   * The process: prints its resident memory in bytes.
   *
   * @param arguments the scenario, the pool, and the folder from which model directories are found
   */
  public static void main(String[] arguments) {
    ResolvedEvaluation read = new EvaluationReader().read(Path.of(arguments[0]), List.of());
    Scenario scenario = read.resolved().scenario();
    Evaluation evaluation = read.evaluation().of(CONVERSATIONS);
    try (ProductIndex productIndex =
        new ProductIndex(Catalog.of(scenario.seed(), evaluation.products()))) {
      ModelEvaluator examination =
          new ModelEvaluator(scenario, evaluation, Path.of(arguments[2]), productIndex);
      int pool = scenario.pools().indexOf(scenario.pool(arguments[1]));
      examination.examine(
          pool,
          part -> {
            if (part == 1) {
              System.out.println(ResidentMemory.nowBytes());
              System.out.flush();
              Runtime.getRuntime().halt(0);
            }
          });
    }
  }
}
