package footfall.scenarios.pools;

import java.util.Optional;
import java.util.OptionalInt;

/** What really answers in live mode; a simulation takes no notice. */
public sealed interface Backend {
  /** The service model plays in real time, with its quotas, errors and outages. */
  record Played() implements Backend {}

  /**
   * A model on a device of this machine.
   *
   * @param model its directory, or the name of one that Footfall brings
   * @param precision of its weights, such as {@code int8}; empty for the graph that the directory
   *     is named for
   * @param device {@code cpu} or {@code gpu:0}
   * @param cores threads that each worker computes with, on the CPU
   */
  record Local(String model, Optional<String> precision, String device, int cores)
      implements Backend {}

  /**
   * A model in a file of llama.cpp's format on a device of this machine.
   *
   * @param file its path
   * @param device {@code cpu} or {@code gpu:0}
   * @param cores threads that each worker computes with, on the CPU
   * @param context tokens that a request may read and write together; empty for the usual ones
   */
  record Gguf(String file, String device, int cores, OptionalInt context) implements Backend {}

  /**
   * A model behind an OpenAI-compatible API.
   *
   * @param url base address, with the version
   * @param model as the vendor names it
   * @param keyVariable name of the environment variable that holds the key; empty for none
   */
  record Remote(String url, String model, String keyVariable) implements Backend {}
}
