package footfall.simulator.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import footfall.serving.run.LiveDeployment;

/**
 * Settings of the actor systems that run things for each other: they are to leave the cores alone.
 */
final class RunSystem {
  static final Config CONFIG =
      ConfigFactory.parseString("pekko.scheduler.tick-duration = 10ms")
          .withFallback(LiveDeployment.CONFIG);

  private RunSystem() {}
}
