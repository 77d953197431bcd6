package footfall.simulator.virtualtime;

import com.typesafe.config.Config;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.dispatch.MessageDispatcherConfigurator;

/** Named in the configuration of a virtual actor system; Pekko makes it by reflection. */
public final class VirtualDispatcherConfigurator extends MessageDispatcherConfigurator {
  private final MessageDispatcher dispatcher;

  /** Takes the event loop from the scheduler of the same actor system. */
  public VirtualDispatcherConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    EventLoop loop = ((VirtualScheduler) prerequisites.scheduler()).loop();
    dispatcher = new VirtualDispatcher(this, config.getString("id"), loop);
  }

  @Override
  public MessageDispatcher dispatcher() {
    return dispatcher;
  }
}
