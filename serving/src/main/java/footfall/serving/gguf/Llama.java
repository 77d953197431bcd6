package footfall.serving.gguf;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The native library of llama.cpp, which a binding brings for the usual machines. */
final class Llama {
  /** Where somebody has one of their own, such as one for a GPU. */
  private static final String OWN = "de.kherud.llama.lib.path";

  private static boolean loaded;

  /** Null until the one of the binding is. */
  private static Path unpacked;

  private Llama() {}

  /** Whether somebody has named a library of their own, which may know GPUs. */
  static boolean isOwn() {
    return unpacked == null && System.getProperty(OWN) != null;
  }

  /**
   * Loads the library, once; the binding's own way prints where it unpacks it, and does so where
   * anybody can write.
   *
   * @throws IOException if there is none for this machine, or it does not load
   */
  static synchronized void load() throws IOException {
    if (loaded) {
      return;
    }
    if (System.getProperty(OWN) == null) {
      System.setProperty(OWN, unpack().toString());
    }
    try {
      Class.forName(LlamaModel.class.getName()); // Which loads it.
      loaded = true;
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IOException("the native library of llama.cpp does not load: " + e.getMessage(), e);
    }
  }

  private static Path unpack() throws IOException {
    String name = System.mapLibraryName("jllama");
    String resource = "/de/kherud/llama/" + system() + "/" + machine() + "/" + name;
    try (InputStream in = LlamaModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("there is no llama.cpp for " + system() + " on " + machine());
      }
      unpacked = Files.createTempDirectory("footfall-llama-");
      Path library = unpacked.resolve(name);
      Files.copy(in, library);
      unpacked.toFile().deleteOnExit();
      library.toFile().deleteOnExit();
      return unpacked;
    }
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.contains("windows") ? "Windows" : name.contains("mac") ? "Mac" : "Linux";
  }

  private static String machine() {
    String name = System.getProperty("os.arch", "");
    return name.equals("amd64") ? "x86_64" : name.equals("arm64") ? "aarch64" : name;
  }
}
