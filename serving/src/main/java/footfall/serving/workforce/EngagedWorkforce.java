package footfall.serving.workforce;

import footfall.actors.workers.Workforce;
import java.util.List;

/** A workforce that is held for a run, on this machine or elsewhere, and let go after it. */
public interface EngagedWorkforce extends Workforce, AutoCloseable {
  /** What answers in each pool, in their order. */
  List<String> descriptions();

  /** Whether a pool makes embeddings, and writes nothing; not known of pools that are elsewhere. */
  default boolean makesEmbeddings(int pool) {
    return false;
  }

  @Override
  void close();
}
