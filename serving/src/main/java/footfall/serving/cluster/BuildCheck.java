package footfall.serving.cluster;

import com.typesafe.config.Config;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid$;
import org.apache.pekko.japi.Util;
import scala.collection.immutable.Seq;

/**
 * Lets only processes of one build join. Pekko asks it on both sides; the side that is asked to let
 * the other in says whom it has refused.
 */
public final class BuildCheck extends JoinConfigCompatChecker {
  /** The setting that holds the {@link Build}. */
  static final String KEY = "footfall.build";

  @Override
  public Seq<String> requiredKeys() {
    return Util.immutableSeq(new String[] {KEY});
  }

  @Override
  public ConfigValidation check(Config other, Config own) {
    String theirs = other.hasPath(KEY) ? other.getString(KEY) : "unknown";
    String ours = own.getString(KEY);
    if (theirs.equals(ours)) {
      return Valid$.MODULE$;
    }
    String why = "a node of Footfall " + theirs + " is refused: this cluster runs " + ours;
    System.err.println(why);
    return new Invalid(Util.immutableSeq(new String[] {why}));
  }
}
