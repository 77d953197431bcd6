package footfall.serving.djl;

import footfall.scenarios.problems.InvalidInputException;

/**
 * What a model runs on.
 *
 * @param gpu number of the GPU; -1 for the CPU
 */
public record Device(int gpu) {
  private static final int CPU = -1;
  private static final int MOST_GPUS = 64;

  /**
   * {@code cpu} or {@code gpu:N}.
   *
   * @throws InvalidInputException for anything else
   */
  public static Device named(String name) {
    if (name.equals("cpu")) {
      return new Device(CPU);
    }
    if (name.matches("gpu:[0-9]{1,2}") && Integer.parseInt(name.substring(4)) < MOST_GPUS) {
      return new Device(Integer.parseInt(name.substring(4)));
    }
    throw InvalidInputException.of(name, "is no device", "cpu, or gpu:0");
  }

  boolean isGpu() {
    return gpu >= 0;
  }

  ai.djl.Device toDjl() {
    return isGpu() ? ai.djl.Device.gpu(gpu) : ai.djl.Device.cpu();
  }

  @Override
  public String toString() {
    return isGpu() ? "gpu:" + gpu : "cpu";
  }
}
